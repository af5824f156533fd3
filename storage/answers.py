"""What models answered before, so that the same question is never paid for twice."""

from storage.database import Database
from storage.rows import ModelAnswer


class Answers:
    """The `answers` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, key: str, run_id: int) -> ModelAnswer | None:
        """The answer under a key, if a run may use it."""
        query = "SELECT * FROM answers WHERE key = ? AND (usable OR run_id = ?)"
        with self._database.connection() as db:
            found = next(db.query(query, [key, run_id]), None)
        return ModelAnswer.model_validate(found) if found else None

    def keep(self, answer: ModelAnswer) -> None:
        """Store an answer in the place of the one under its key."""
        with self._database.transaction() as db:
            db.table("answers").upsert(answer.model_dump(), pk="key")
