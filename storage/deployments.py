"""Releases on their targets."""

from contextlib import suppress

from storage.database import Database
from storage.rows import Deployment, DeploymentState, now


class NoSuchDeployment(LookupError):
    """There is no deployment with this number."""

    def __init__(self, deployment_id: int) -> None:
        super().__init__(f"There is no deployment {deployment_id}.")
        self.deployment_id = deployment_id


class Deployments:
    """The `deployments` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, run_id: int, project: str, revision: int, target: str, replaces: int | None) -> Deployment:
        """The deployment of a run: a new one, or the one that an interrupted release had begun."""
        row = {
            "run_id": run_id,
            "project": project,
            "revision": revision,
            "target": target,
            "state": DeploymentState.PUSHED,
            "wanted": "running",
            "replaces": replaces,
            "created_at": now(),
        }
        with self._database.transaction() as db:
            db.table("deployments").insert(row, ignore=True)
        deployment = self.of_run(run_id)
        assert deployment is not None
        return deployment

    def get(self, deployment_id: int) -> Deployment:
        """The deployment; raises NoSuchDeployment."""
        with self._database.connection() as db, suppress(OverflowError):  # a number that no row can have
            for row in db.query("SELECT * FROM deployments WHERE id = ?", [deployment_id]):
                return Deployment.model_validate(row)
        raise NoSuchDeployment(deployment_id)

    def of_run(self, run_id: int) -> Deployment | None:
        """The deployment of a run, None where there is none."""
        with self._database.connection() as db:
            row = next(db.query("SELECT * FROM deployments WHERE run_id = ?", [run_id]), None)
        return None if row is None else Deployment.model_validate(row)

    def update(self, deployment_id: int, **values: str | float | None) -> Deployment:
        """Set columns of a deployment."""
        with self._database.transaction() as db:
            db.table("deployments").update(deployment_id, values)
        return self.get(deployment_id)

    def newest(self, limit: int = 1000) -> list[Deployment]:
        """Deployments, newest first."""
        with self._database.connection() as db:
            rows = db.query("SELECT * FROM deployments ORDER BY id DESC LIMIT ?", [limit])
            return [Deployment.model_validate(row) for row in rows]

    def live_of(self, project: str, target: str) -> Deployment | None:
        """The deployment of a project that serves on a target now."""
        query = """SELECT * FROM deployments WHERE project = ? AND target = ? AND state IN (?, ?)
                   ORDER BY id DESC LIMIT 1"""
        values = [project, target, DeploymentState.HEALTHY, DeploymentState.UNHEALTHY]
        with self._database.connection() as db:
            row = next(db.query(query, values), None)
        return None if row is None else Deployment.model_validate(row)

    def commits_of(self, project: str) -> frozenset[str]:
        """The commits of a project that were released."""
        query = "SELECT commit_hash FROM deployments WHERE project = ? AND commit_hash IS NOT NULL"
        with self._database.connection() as db:
            return frozenset(row["commit_hash"] for row in db.query(query, [project]))
