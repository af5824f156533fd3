"""The record of a release: who approved what, what was tested, and what came of it, signed so that a change shows."""

import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.contracts.base import Contract
from pipeline.contracts.work import ReleasePlan, TestReport
from pipeline.errors import InputError
from pipeline.handoffs import find
from pipeline.projects.bom import PATH as BILL_OF_MATERIALS
from pipeline.release.health import ProbeResult
from storage.rows import Deployment, now
from storage.store import Store

FILE = "release.json"
PURPOSE = b"quintet release record 1"
"""What the key is for; it takes part in the derivation, so that no other use of the Fernet key has the same one."""
HOW_TO_CHECK = (
    "`python -m pipeline record RUN --check` in the home that made it. The signature is HMAC-SHA256, in hex, over this "
    "file as JSON without `signature`, keys sorted, no spaces, UTF-8; its key is HMAC-SHA256 of the home's Fernet key "
    f"over “{PURPOSE.decode()}”. It shows that this home wrote it, not that the home itself was not tampered with: "
    "`audit_hash` ties it to the audit log."
)


class Approval(Contract):
    """Who released it, and when."""

    who: str
    at: str


class Evidence(Contract):
    """What the tests said."""

    passed: int
    failed: int
    skipped: int
    sandbox_level: str
    files_sha256: str


class Bill(Contract):
    """The bill of materials that lies in the tree."""

    path: str
    sha256: str


class Record(Contract):
    """What a record says, but for its signature."""

    run: int
    project: str
    revision: int
    deployment: int
    outcome: str
    reason: str
    written_at: str
    approved: Approval | None
    tree_hash: str
    commit: str | None
    remote: str | None
    branch: str | None
    target: str
    url: str | None
    image: str | None
    probe: ProbeResult | None
    tests: Evidence | None
    bill_of_materials: Bill | None
    audit_hash: str
    """The hash of the newest entry of the audit log when this was written."""
    how_to_check: str = HOW_TO_CHECK


class Records:
    """Writes and checks the records of a home."""

    def __init__(self, store: Store, runs: Path, key: Callable[[], bytes]) -> None:
        """`runs` is the folder of all runs; `key` gives the Fernet key."""
        self._store = store
        self._runs = runs
        self._key = key

    def path(self, run_id: int) -> Path:
        """Where the record of a run's release is."""
        return self._runs / str(run_id) / FILE

    def write(self, deployment: Deployment) -> None:
        """Write how a release stands now, in place of what was written of it before."""
        content = self._record(deployment).model_dump(mode="json")
        signed = {**content, "signature": self._signature(content)}
        path = self.path(deployment.run_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        writing = path.with_suffix(".new")
        writing.write_bytes(_written(signed))
        writing.replace(path)

    def read(self, run_id: int) -> str:
        """The text of a record; raises InputError where the run has none."""
        return self._bytes(run_id).decode(errors="replace")

    def _bytes(self, run_id: int) -> bytes:
        try:
            return self.path(run_id).read_bytes()
        except FileNotFoundError as error:
            raise InputError(f"Run {run_id} has no record: nothing of it was released yet.") from error

    def check(self, run_id: int) -> str:
        """What is wrong with a record, in a sentence; empty where it is as it was written. Raises InputError."""
        found = self._bytes(run_id)
        try:
            content: dict[str, Any] = json.loads(found)
            signature, is_plain = str(content["signature"]), found == _written(content)
            del content["signature"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return f"The record of run {run_id} is not as it was written: it cannot be read."
        if not is_plain or not hmac.compare_digest(signature.encode(), self._signature(content).encode()):
            return f"The record of run {run_id} is not as it was written, or was written by another home."
        entries = self._store.audit.exported()
        if not any(json.loads(line)["hash"] == content["audit_hash"] for line in entries):
            return f"The audit log has no entry {content['audit_hash'][:12]}…, which the record of run {run_id} names."
        return ""

    def _signature(self, content: dict[str, Any]) -> str:
        key = hmac.new(self._key(), PURPOSE, hashlib.sha256).digest()
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def _record(self, deployment: Deployment) -> Record:
        runs, run_id = self._store.runs, deployment.run_id
        decision = self._store.decisions.of_run(run_id)
        plan, report = find(runs, run_id, ReleasePlan), find(runs, run_id, TestReport)
        newest = self._store.audit.newest(1)
        return Record(
            run=run_id,
            project=deployment.project,
            revision=deployment.revision,
            deployment=deployment.id,
            outcome=deployment.state,
            reason=deployment.reason or "",
            written_at=now(),
            approved=Approval(who=decision.who, at=decision.at) if decision else None,
            tree_hash=plan.tree_hash if plan else "",
            commit=deployment.commit_hash,
            remote=deployment.remote,
            branch=deployment.branch,
            target=deployment.target,
            url=deployment.url,
            image=deployment.image,
            probe=ProbeResult.model_validate_json(deployment.health) if deployment.health else None,
            tests=_evidence(report) if report else None,
            bill_of_materials=_bill(self._runs / str(run_id) / "workspace"),
            audit_hash=newest[0].hash if newest else "",
        )


def _written(content: dict[str, Any]) -> bytes:
    """The bytes of a record: the same content has no other, so that no byte can be added to it."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _evidence(report: TestReport) -> Evidence:
    return Evidence(
        passed=report.count("passed"),
        failed=report.count("failed"),
        skipped=report.count("skipped"),
        sandbox_level=report.sandbox_level,
        files_sha256=report.files_sha256,
    )


def _bill(workspace: Path) -> Bill | None:
    path = workspace / BILL_OF_MATERIALS
    if not path.is_file() or path.is_symlink():
        return None
    return Bill(path=BILL_OF_MATERIALS, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
