"""What looks at deployments saw, for as long as it is of use."""

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.rows import HealthCheck, now

KEPT_DAYS = 7
KEPT_ROWS = 10_000
"""The most that is kept of one deployment, whatever its age."""
SWEEP_EVERY = 100


class HealthChecks:
    """The `health_checks` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, deployment_id: int, latency_ms: float | None, *, ok: bool) -> None:
        """Note a look; every now and then what is too old or too much goes."""
        row = {"deployment_id": deployment_id, "at": now(), "ok": int(ok), "latency_ms": latency_ms}
        with self._database.transaction(durable=False) as db:
            number = db.table("health_checks").insert(row).last_pk
            if isinstance(number, int) and number % SWEEP_EVERY == 0:
                oldest = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat(timespec="milliseconds")
                db.execute("DELETE FROM health_checks WHERE at < ?", [oldest])
                db.execute(
                    """DELETE FROM health_checks WHERE deployment_id = ? AND id NOT IN
                       (SELECT id FROM health_checks WHERE deployment_id = ? ORDER BY id DESC LIMIT ?)""",
                    [deployment_id, deployment_id, KEPT_ROWS],
                )

    def of(self, deployment_id: int, limit: int = KEPT_ROWS) -> list[HealthCheck]:
        """The newest looks at a deployment, oldest first."""
        query = """SELECT deployment_id, at, ok, latency_ms FROM health_checks
                   WHERE deployment_id = ? ORDER BY id DESC LIMIT ?"""
        with self._database.connection() as db:
            rows = list(db.query(query, [deployment_id, limit]))
        return [HealthCheck.model_validate(row) for row in reversed(rows)]
