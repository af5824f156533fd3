"""What models answered before, so that the same question is never paid for twice."""

from storage.database import Database
from storage.rows import ModelAnswer, Reuse, ReuseFigures, now


class Answers:
    """The `answers` table, and `reuses`, which tells where they were used again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: str, run_id: int) -> ModelAnswer | None:
        """The answer under a key, if a run may use it."""
        return self._first("key = ? AND (usable OR run_id = ?) AND NOT wrong", [key, run_id])

    def find_meaning(self, meaning: str) -> ModelAnswer | None:
        """The newest usable answer to a question of this meaning."""
        return self._first("meaning = ? AND usable AND NOT wrong ORDER BY at DESC", [meaning])

    def keep(self, answer: ModelAnswer) -> None:
        """Store an answer in the place of the one under its key; the same text as one that is wrong is wrong.

        A power cut may take it: then the question is asked again.
        """
        with self._database.transaction(durable=False) as db:
            known = db.query("SELECT 1 FROM answers WHERE key = ? AND text = ? AND wrong", [answer.key, answer.text])
            wrong = next(known, None) is not None
            db.table("answers").upsert(answer.model_dump() | {"wrong": wrong or answer.wrong}, pk="key")

    def reuse(self, reuse: Reuse) -> None:
        """Note that an answer was used again."""
        with self._database.transaction() as db:
            db.table("reuses").insert({**reuse.model_dump(exclude={"id"}), "at": now()}, ignore=True)

    def reuses(self, run_id: int) -> list[Reuse]:
        """The answers that a run did not have to ask for, oldest first."""
        with self._database.connection() as db:
            rows = db.query("SELECT * FROM reuses WHERE run_id = ? ORDER BY id", [run_id])
            return [Reuse.model_validate(row) for row in rows]

    def call_wrong(self, reuse_id: int) -> None:
        """Note that an answer did not fit where it was used again: nobody gets it any more."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE answers SET wrong = 1 WHERE key = (SELECT answer_key FROM reuses WHERE id = ?)", [reuse_id]
            )
            db.execute("UPDATE reuses SET wrong = 1 WHERE id = ?", [reuse_id])

    def figures(self) -> ReuseFigures:
        """How often answers were used again, of all the questions that were for a model."""
        asked = "SELECT count(*) AS n FROM ledger WHERE provider != 'builtin' AND outcome NOT IN ('cached', 'matched')"
        used = """SELECT count(*) FILTER (WHERE outcome = 'cached') AS cached,
                         count(*) FILTER (WHERE outcome = 'matched') AS matched,
                         count(*) FILTER (WHERE wrong) AS wrong FROM reuses"""
        with self._database.connection() as db:
            requests, found = int(next(db.query(asked))["n"]), next(db.query(used))
        return ReuseFigures(questions=requests + found["cached"] + found["matched"], **found)

    def _first(self, where: str, values: list[str | int]) -> ModelAnswer | None:
        with self._database.connection() as db:
            found = next(db.query(f"SELECT * FROM answers WHERE {where} LIMIT 1", values), None)  # noqa: S608  # fixed text
        return ModelAnswer.model_validate(found) if found else None
