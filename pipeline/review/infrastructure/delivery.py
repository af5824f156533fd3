"""The DevOps Engineer's hand-off: which files there are, for which place, and what the review says of them."""

from dataclasses import dataclass

from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.plan import Plan
from pipeline.contracts.work import Infrastructure, InfrastructureAsCode
from pipeline.infrastructure.rendering import to_fill_in
from pipeline.infrastructure.topology import topology_of
from pipeline.review.delivery.dockerfile_rules import checked_dockerfiles
from pipeline.review.delivery.workflows import checked_workflows
from pipeline.review.infrastructure.inspection import inspect
from pipeline.review.infrastructure.policy.scanner import PolicyScanner
from pipeline.review.infrastructure.subject import HELM, KUBERNETES, TERRAFORM, WORKFLOWS, subject_of
from pipeline.workspace import Workspace, digest

WORKFLOW_USES = {
    "ci": "tests and scans every change",
    "release": "builds, pushes and deploys what was approved",
}


@dataclass(frozen=True)
class DeliveryReview:
    """What looks at the files of a workspace's infrastructure; `scanner` says what policies they break."""

    workspace: Workspace
    plan: Plan
    scanner: PolicyScanner

    def look(self, notes: tuple[str, ...] = ()) -> Infrastructure:
        """The hand-off for the files as they are now; raises ToolFailed."""
        topology = topology_of(self.plan)
        subject = subject_of(self.workspace.root, self.workspace.read_all(), topology, to_fill_in(topology))
        inspection = inspect(subject, self.scanner)
        results = (checked_dockerfiles(self.workspace.root), *checked_workflows(self.workspace.root))
        paths = tuple(sorted(subject.files))
        found = (*inspection.findings, *(each for result in results for each in result.findings))
        return Infrastructure(
            deployment_files=paths,
            cloud_provider=topology.cloud,
            infrastructure_as_code=InfrastructureAsCode(terraform=_below(paths, TERRAFORM), helm=_below(paths, HELM)),
            ci_cd_config={path: _use(path) for path in _below(paths, WORKFLOWS)},
            k8s_manifests=_below(paths, KUBERNETES),
            notes=notes,
            findings=found,
            tools=(*inspection.tools, *(result.run for result in results)),
            checks=inspection.checks,
            files_sha256=digest(subject.files),
        )

    def again(self, known: Infrastructure) -> Infrastructure:
        """The hand-off as it is, where its files are still those that were looked at, and else a new one."""
        topology = topology_of(self.plan)
        files = subject_of(self.workspace.root, self.workspace.read_all(), topology).files
        return known if digest(files) == known.files_sha256 else self.look(known.notes)


def objection_to(delivery: Infrastructure) -> str:
    """Why the files may not be released, in a sentence; empty where they may."""
    failed = next((check for check in delivery.checks if check.blocks), None)
    grave = next(filter(_is_grave, delivery.findings), None)
    if failed:
        return f"{failed.name}: {failed.evidence}"
    return f"{grave.place} {grave.message}" if grave else ""


def _is_grave(finding: Finding) -> bool:
    return finding.severity is Severity.HIGH and not finding.fixed


def _below(paths: tuple[str, ...], folder: str) -> tuple[str, ...]:
    return tuple(path for path in paths if path.startswith(folder))


def _use(path: str) -> str:
    name = path.removeprefix(WORKFLOWS).partition(".")[0]
    return WORKFLOW_USES.get(name, "runs at GitHub")
