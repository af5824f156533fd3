"""From Approve to a healthy deployment beside the application's own bare start, and the time that going back takes."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline import settings
from pipeline.contracts.delivery import Target
from pipeline.release import health, process
from pipeline.service import Service
from pipeline.submissions import Submission
from sandbox.environments import environment_python
from storage.rows import Deployment, RunStatus

EXAMPLE = Path(__file__).parent.parent.parent / "pipeline" / "examples" / "airports.csv"
ROUNDS = 3
PROMISED_TIMES, PROMISED_BACK_S = 2.0, 5.0
LONGEST_S = 60.0


def measure() -> Iterator[str]:
    """Lines with the medians in seconds, for the targets of this computer."""
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as folder:
        # Where there is no registry, the base image is the one that the sandbox has.
        os.environ.setdefault("QUINTET_RELEASE_BASE_IMAGE", os.environ.get("QUINTET_SANDBOX_BASE_IMAGE", ""))
        service = Service(settings.load(Path(folder)))
        service.try_work()
        try:
            yield from _measured(service, Target.PROCESS)
            yield from _measured(service, Target.DOCKER)
        finally:
            for deployment in service.store.deployments.newest():
                if deployment.state.is_live:
                    service.stop_deployment(deployment.id)
            service.stop_worker(wait_s=5)


def _measured(service: Service, target: Target) -> Iterator[str]:
    releases = [_release(service, target) for _ in range(2)]
    newest = releases[-1][0]
    healthy_s = statistics.median(seconds for _, seconds in releases)
    yield f"{target:<8} Approve to healthy  {', '.join(f'{seconds:6.2f}' for _, seconds in releases)} s"
    if target is Target.PROCESS:
        bare_s = statistics.median(_bare(newest, service.settings.home / f"bare-{number}") for number in range(ROUNDS))
        told = f"{healthy_s / bare_s:.1f} times (promised: at most {PROMISED_TIMES:.0f})"
        yield f"{target:<8} its own bare start  {bare_s:6.2f} s = {told}"
    begun = time.perf_counter()
    service.roll_back(newest.id)
    back_s = time.perf_counter() - begun
    yield f"{target:<8} going back          {back_s:6.2f} s (promised: less than {PROMISED_BACK_S:.0f})"


def _release(service: Service, target: Target) -> tuple[Deployment, float]:
    """A new revision, and the seconds from its approval until it was healthy."""
    content = EXAMPLE.read_bytes()
    submission = Submission(file_name=EXAMPLE.name, content=content, project_name=f"on-{target}", target=target)
    run = service.submit(submission)
    _until_idle(service, run.id)
    plan = service.release_plan(run.id)
    assert plan is not None, service.store.runs.get(run.id).error
    begun = time.perf_counter()
    service.approve(run.id, plan)
    _until_idle(service, run.id)
    seconds = time.perf_counter() - begun
    ended = service.store.runs.get(run.id)
    assert ended.status is RunStatus.COMPLETED, ended.error
    deployment = service.store.deployments.of_run(run.id)
    assert deployment is not None
    return deployment, seconds


def _until_idle(service: Service, run_id: int) -> None:
    while service.store.runs.get(run_id).status.is_active:
        time.sleep(0.005)


def _bare(deployment: Deployment, data: Path) -> float:
    """Seconds that the application takes to become ready, started by hand without any data of before."""
    assert deployment.folder is not None
    assert deployment.environment is not None
    python, port = environment_python(Path(deployment.environment)), process.free_port()
    begun = time.perf_counter()
    launched = process.launch(python, Path(deployment.folder), data, port, data / "log")
    ready = health.wait_until_ready(
        f"http://{process.HOST}:{port}", LONGEST_S, lambda: process.find(launched) is not None
    )
    seconds = time.perf_counter() - begun
    process.stop(launched)
    assert ready.ok, ready.detail
    return seconds
