"""What Approve will do, worked out before anybody is asked."""

import json
from pathlib import Path

from pipeline.contracts.plan import RunRequest
from pipeline.contracts.work import DataProbe, ReleasePlan
from pipeline.release.git import ProjectRepository, ensure_bare
from pipeline.workspace import Workspace
from storage.rows import Deployment, Run

BRANCH = "main"


def plan_release(
    run: Run,
    request: RunRequest,
    probe: DataProbe,
    workspace: Workspace,
    remote: Path,
    live: Deployment | None,
) -> ReleasePlan:
    """The plan for a workspace as it is now; makes the bare repository at `remote` where there is none.

    `probe` is what a healthy deployment answers; `live` is the deployment that the release will replace.
    Raises GitFailed.
    """
    ensure_bare(remote)
    repository = ProjectRepository(workspace.root)
    return ReleasePlan(
        tree_hash=repository.tree_hash(),
        remote=str(remote),
        branch=BRANCH,
        target=request.target,
        parent=repository.head_of(str(remote), BRANCH),
        commit_message=_commit_message(run, request),
        files=len(workspace.paths()),
        probe=probe,
        replaces=live.id if live else None,
    )


def _commit_message(run: Run, request: RunRequest) -> str:
    first = f"Generate {run.project}, revision {run.revision}"
    return f"{first}\n\nFrom {json.dumps(request.input_name, ensure_ascii=False)}."
