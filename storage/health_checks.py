"""What looks at deployments saw, for as long as it is of use."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from storage.database import Database
from storage.rows import HealthCheck, now

KEPT_DAYS = 7
KEPT_ROWS = 10_000
"""The most that is kept of one deployment, whatever its age."""
SWEEP_EVERY = 100


class HealthSummary(NamedTuple):
    """All looks at a deployment that are kept; `latency_ms` is the mean, None where it never answered."""

    looks: int
    ok: int
    latency_ms: float | None

    @property
    def availability(self) -> float | None:
        """The share of looks that found it well, None before the first."""
        return self.ok / self.looks if self.looks else None


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

    def summary(self, deployment_id: int) -> HealthSummary:
        """How often a deployment was looked at and well, and how long it took to answer."""
        query = """SELECT COUNT(*) AS looks, SUM(ok) AS ok, AVG(latency_ms) AS ms
                   FROM health_checks WHERE deployment_id = ?"""
        with self._database.connection() as db:
            row = next(db.query(query, [deployment_id]))
        return HealthSummary(looks=row["looks"], ok=row["ok"] or 0, latency_ms=row["ms"])
