"""From the upload to the person's decision, and how much of that time is not spent in tools that nobody could spare.

The reference is those tools alone, run on the same project: compile, ruff, bandit, the secret scan, and its tests in
the sandbox with a warm environment.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline import settings
from pipeline.contracts.work import GeneratedCode
from pipeline.handoffs import plan_of, require
from pipeline.projects.assembly import test_lock
from pipeline.review.reading import Reader
from pipeline.review.verdict import run_tests
from pipeline.service import Service
from pipeline.submissions import Submission
from sandbox.environments import Environment

EXAMPLE = Path(__file__).parent.parent.parent / "pipeline" / "examples" / "airports.csv"
ROUNDS = 5
PROMISED_SHARE = 0.25


def measure() -> Iterator[str]:
    """Lines with the median wall times in seconds, and the share that is ours."""
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as folder:
        service = Service(settings.load(Path(folder)))
        service.sandbox_proofs()
        service.try_work()
        _job(service)  # warms the environment, the imports and the files
        jobs, references = [], []
        for _ in range(ROUNDS):
            run_id, wall_s = _job(service)
            jobs.append(wall_s)
            references.append(_tools(service, run_id))
        service.stop_worker(wait_s=5)
    job_s, tools_s = statistics.median(jobs), statistics.median(references)
    shares = [1 - reference / job for job, reference in zip(jobs, references, strict=True)]
    yield f"upload to decision           {job_s:6.2f} s (median of {ROUNDS}; {min(jobs):.2f} to {max(jobs):.2f})"
    yield f"the tools alone              {tools_s:6.2f} s ({min(references):.2f} to {max(references):.2f})"
    yield f"share that is not the tools  {statistics.median(shares):6.1%} (promised: at most {PROMISED_SHARE:.0%})"


def _job(service: Service) -> tuple[int, float]:
    started = time.perf_counter()
    run = service.submit(Submission(file_name=EXAMPLE.name, content=EXAMPLE.read_bytes()))
    while service.store.runs.get(run.id).status.is_active:
        time.sleep(0.005)
    return run.id, time.perf_counter() - started


def _tools(service: Service, run_id: int) -> float:
    workspace = service.workspace(run_id)
    code = require(service.store.runs, run_id, GeneratedCode)
    files = {path: content for path, content in workspace.read_all().items() if path in code.generated_files}
    environment = Environment(lock=test_lock(plan_of(service.store.runs, run_id)))
    sandbox = service.sandboxes.usable()[0]
    started = time.perf_counter()
    Reader(environment, service.environments).read(workspace.root)
    sandbox.prepare(environment, lambda _: None)
    run_tests(files, sandbox, environment, lambda: False)
    return time.perf_counter() - started
