"""What Approve will do, worked out before anybody is asked."""

import json
from collections.abc import Collection

from pipeline.contracts.base import Contract
from pipeline.contracts.plan import RunRequest
from pipeline.contracts.work import DataProbe, ReleasePlan
from pipeline.release.access import Remotes
from pipeline.release.git import ProjectRepository
from pipeline.release.remotes import RemoteKind
from pipeline.release.situation import look_at
from pipeline.workspace import Workspace
from storage.rows import Deployment, Run

TOPICS = ("quintet",)
WORKFLOWS = ".github/workflows/"


class Needs(Contract):
    """What the workflows of a project need at GitHub, by name."""

    environments: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


def plan_release(
    run: Run,
    request: RunRequest,
    probe: DataProbe,
    workspace: Workspace,
    remotes: Remotes,
    live: Deployment | None,
    version: str,
    evidence: str = "",
    released: Collection[str] = (),
    needs: Needs = Needs(),  # noqa: B008  # it cannot be changed
) -> ReleasePlan:
    """The plan for a workspace as it is now; makes the repository on this computer where there is none.

    `probe` is what a healthy deployment answers; `live` is the deployment that the release will replace; `evidence` is
    what speaks for it, in a sentence; `released` are the commits of its project that were released before.
    Raises GitFailed, InputError.
    """
    remote = remotes.of(request.remote, run.project)
    repository = ProjectRepository(workspace.root)
    now = look_at(remote, remotes, repository, run.revision, released)
    paths = workspace.paths()
    at_github = remote.kind is RemoteKind.GITHUB
    return ReleasePlan(
        tree_hash=repository.tree_hash(),
        remote=remote.url,
        target=request.target,
        commit_message=_commit_message(run, request, evidence),
        files=len(paths),
        probe=probe,
        replaces=live.id if live else None,
        tag=f"v{version}",
        topics=TOPICS if at_github else (),
        has_workflows=any(file.path.startswith(WORKFLOWS) for file in paths),
        **(needs.model_dump() if at_github else {}),
        **now.model_dump(),
    )


def _commit_message(run: Run, request: RunRequest, evidence: str) -> str:
    first = f"Generate {run.project}, revision {run.revision}"
    source = f"From {json.dumps(request.input_name, ensure_ascii=False)}."
    asked = f"Asked for: {' '.join(request.comment.split())}" if request.comment else ""
    return "\n\n".join(filter(None, (first, source, asked, evidence)))
