"""A home with one approved run that is only to be pushed; also a program that pushes it, to be killed."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.contracts.delivery import Target
from pipeline.contracts.plan import InputKind, RunRequest
from pipeline.contracts.work import Check, DataProbe, ReleasePlan
from pipeline.keys import NAMES
from pipeline.release.access import Remotes
from pipeline.release.deployer import Deployer
from pipeline.release.git import ProjectRepository
from pipeline.release.plan import Needs, plan_release
from pipeline.release.preflight import preflight
from pipeline.release.record import Records
from pipeline.release.releases import Releases
from pipeline.settings import Settings
from pipeline.states import Agent, State
from pipeline.workspace import Workspace
from storage.rows import Run, RunStatus, Step, Verdict
from storage.store import Store

TOKEN = "ghp_Zk3vQ9xW7rT2bN5mL8cJ4hG6fD1s"
AT = "2026-01-02T03:04:05+00:00"
PROBE = DataProbe(path="/api/records?limit=1", key="total", expected=3)


class Bench:
    """Plans, approves and pushes runs of one project."""

    def __init__(self, home: Path, known: Mapping[str, str]) -> None:
        self.settings = Settings(home=home, use_keyring=False, key_file=home / "key")
        self.store = Store(self.settings.database, lambda: b"")
        self.remotes = Remotes(self.settings.remotes, lambda: known)
        self.said: list[str] = []
        deployer = Deployer(self.store.deployments, self.settings.deployments, {}, self._hear)
        records = Records(self.store, home / "runs", lambda: b"")
        self.releases = Releases(self.store, self.settings, deployer, self.remotes, records)

    def _hear(self, _: int, line: str) -> None:
        self.said.append(line)

    def run(
        self, remote: str = "", *, text: str = "one", target: Target = Target.PROCESS, workflows: bool = False
    ) -> Run:
        """A run that has files and waits for its plan."""
        request = RunRequest(
            input_kind=InputKind.CSV, input_name="shop.csv", project_name="shop", remote=remote, target=target
        )
        run = self.store.runs.create("shop", request.model_dump_json(), State.AWAITING_APPROVAL)
        self.store.runs.update(run.id, status=RunStatus.AWAITING_APPROVAL)
        files = {"app/main.py": f"print('{text}')\n".encode(), "README.md": b"# Shop\n"}
        Workspace(self.workspace(run)).write(
            files | ({".github/workflows/release.yaml": b"on: push\n"} if workflows else {})
        )
        return self.store.runs.get(run.id)

    def workspace(self, run: Run) -> Path:
        return self.settings.run_folder(run.id) / "workspace"

    def plan(self, run: Run, needs: Needs = Needs()) -> ReleasePlan:  # noqa: B008
        """The plan of a run, kept as its last step's hand-off."""
        request = RunRequest.model_validate_json(run.request)
        released = self.store.deployments.commits_of("shop")
        plan = plan_release(
            run,
            request,
            PROBE,
            Workspace(self.workspace(run)),
            self.remotes,
            None,
            f"1.0.{run.revision}",
            "Evidence: 9 of 9 tests passed.",
            released,
            needs,
        )
        step = Step(
            run_id=run.id,
            position=1,
            state=State.AWAITING_APPROVAL,
            agent=Agent.VALIDATOR,
            role="ReleaseManager",
            attempt=1,
            started_at=AT,
            finished_at=AT,
            handoff=plan.model_dump_json(),
            error="",
        )
        self.store.runs.save_step(step)
        return plan

    def checks(self, run: Run, plan: ReleasePlan) -> tuple[Check, ...]:
        """What a release needs of its remote."""
        released = self.store.deployments.commits_of("shop")
        return preflight(plan, "shop", run.revision, self.remotes, ProjectRepository(self.workspace(run)), released)

    def approve(self, run: Run, plan: ReleasePlan) -> None:
        """Decide for the plan."""
        self.store.decisions.decide(run.id, Verdict.APPROVED, who="Ada", plan=plan.model_dump_json())
        self.store.runs.update(run.id, status=RunStatus.RELEASING)

    def push(self, run: Run) -> str:
        """Push an approved run."""
        return self.releases.push(run, self.said.append)

    def release(self, remote: str, text: str = "one") -> tuple[Run, ReleasePlan]:
        """Plan, approve and push a new run."""
        run = self.run(remote, text=text)
        plan = self.plan(run)
        self.approve(run, plan)
        self.push(run)
        return run, plan


def failed(checks: tuple[Check, ...]) -> list[str]:
    """What keeps a release from going through."""
    return [f"{check.name}: {check.evidence}" for check in checks if not check.passed]


if __name__ == "__main__":
    bench = Bench(Path(sys.argv[1]), {name: os.environ.get(name, "") for name in NAMES})
    bench.push(bench.store.runs.get(int(sys.argv[2])))
