"""The system as it runs on one machine: a tree of processes that starts, mends itself and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
import uvicorn

from app import lifeline, part_log, supervisor
from app.about import SUMMARY
from app.operation import Operation
from app.parts import create_part, serve
from app.schema import TABLES
from app.service.main import UnknownServiceError
from app.settings import Settings, read_settings
from app.supervisor import LONGEST_PAUSE_S, LOOPBACK, STABLE_S, Child, Part, free_ports, keep, plan
from tests.samples import FIRST, PARENTS
from tests.system import API_KEYS, KEY, RIGHTS

ROOT = Path(__file__).parents[1]
TABLE = min(FIRST, key=lambda table: (bool(PARENTS[table]), "create" not in RIGHTS.get(table, ())))
MAY_CREATE = "create" in RIGHTS.get(TABLE, ())
PATIENCE_S = 60.0
SLEEP = "import time; time.sleep(600)"


class Tree:
    """A running system: the process that supervises it, a client of its gateway, and what it says of its parts."""

    def __init__(self, data_dir: Path) -> None:
        (port,) = free_ports(1)
        options = ("--port", str(port), "--data-dir", str(data_dir), "--only", TABLE)
        environment = {**os.environ, "API_KEYS": API_KEYS}
        self.log = data_dir.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "app", *options], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self.client = httpx2.Client(base_url=f"http://{LOOPBACK}:{port}", timeout=10, headers=KEY, trust_env=False)

    def get(self, path: str) -> Any:
        """The JSON at a path, None if there is none yet."""
        try:
            response = self.client.get(path)
        except httpx2.TransportError:
            return None
        return response.json() if response.is_success else None

    def records_told(self) -> int:
        """How many records there are by the events that the worker handled."""
        totals = self.get(SUMMARY)["services"]
        return int(totals[TABLE]["records"]) if TABLE in totals else 0

    def started(self) -> list[dict[str, Any]]:
        """The parts in the order in which they were started, each with `started`, `pid` and `port`."""
        lines = map(json.loads, self.log.read_text(encoding="utf-8").splitlines())
        return [line for line in lines if "started" in line]

    def is_gone(self) -> bool:
        """Whether no part of the system listens any more."""
        return not any(is_open(part["port"]) for part in self.started())


@contextmanager
def running_tree(data_dir: Path) -> Iterator[Tree]:
    """A system whose every part is ready; it is killed in the end."""
    tree = Tree(data_dir)
    try:
        wait_until(lambda: tree.get("/ready"), lambda: tree.log.read_text(encoding="utf-8")[-4000:])
        yield tree
    finally:
        tree.client.close()
        tree.process.kill()
        tree.process.wait()


def wait_until(holds: Callable[[], object], explain: Callable[[], str] = str) -> None:
    """Return once something holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.05)


def is_open(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def test_the_system_works_mends_itself_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with running_tree(tmp_path / "data") as tree:
        total = tree.get(f"/api/{TABLE}")["total"] + MAY_CREATE
        assert (tree.client.post(f"/api/{TABLE}", json=FIRST[TABLE]).status_code == 201) is MAY_CREATE
        wait_until(lambda: tree.records_told() == total)
        (service,) = (part for part in tree.started() if part["started"] == TABLE)
        refused = httpx2.get(f"http://{LOOPBACK}:{service['port']}/api/{TABLE}", trust_env=False)
        assert refused.status_code == 403
        os.kill(service["pid"], signal.SIGTERM)
        wait_until(lambda: [part["started"] for part in tree.started()].count(TABLE) == 2)
        wait_until(lambda: tree.get(f"/api/{TABLE}"))
        assert tree.get(f"/api/{TABLE}")["total"] == total
        tree.process.kill()
        tree.process.wait()
        wait_until(tree.is_gone)


def test_a_system_that_is_told_to_stop_ends_all_of_its_parts(tmp_path: Path) -> None:
    part = (sys.executable, "-c", f"{noted(tmp_path)}; {SLEEP}")
    program = (
        "from app import supervisor as s; from app.settings import Settings; "
        f"s.plan = lambda _: [s.Part('one', {part!r}, {{}}, 0)]; raise SystemExit(s.supervise(Settings()))"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        wait_until(lambda: started(tmp_path))
        process.terminate()
        assert process.wait(PATIENCE_S) == 0
    wait_until(lambda: not is_alive(int(started(tmp_path)[0])))


def test_the_plan_names_every_part_and_tells_each_of_the_others() -> None:
    parts = plan(Settings(host="0.0.0.0", port=81, data_dir=Path("kept")))  # noqa: S104
    *services, worker, gateway = parts
    assert [part.name for part in parts] == [*(table.name for table in TABLES), "worker", "gateway"]
    assert gateway.command[-6:] == ("--host", "0.0.0.0", "--port", "81", "--data-dir", "kept")  # noqa: S104
    assert len({part.port for part in parts}) == len(parts)
    for table, part in zip(TABLES, services, strict=True):
        assert part.command[1:5] == ("-m", "app", "service", table.name)
        assert part.command[-6:-2] == ("--host", LOOPBACK, "--port", str(part.port))
        assert f"{table.name}=http://{LOOPBACK}:{part.port}" in part.environment["SERVICES"].split(",")
        assert part.environment["WORKER"] == f"http://{LOOPBACK}:{worker.port}"
    tokens = {part.environment["SERVICE_TOKEN"] for part in parts}
    assert (len(tokens), len(tokens.pop()) > 40) == (1, True)
    assert [part.name for part in plan(Settings(only=(TABLE,)))] == [TABLE, "worker", "gateway"]


def test_parts_are_kept_running_and_ended_together(tmp_path: Path) -> None:
    parts = [part_that(tmp_path, name, SLEEP) for name in ("one", "two")]
    stop, codes = threading.Event(), list[int]()
    keeper = threading.Thread(target=lambda: codes.append(keep(parts, stop)))
    keeper.start()
    wait_until(lambda: len(started(tmp_path)) == 2)
    os.kill(int(started(tmp_path)[0]), signal.SIGTERM)
    wait_until(lambda: len(started(tmp_path)) == 3)
    stop.set()
    keeper.join(PATIENCE_S)
    assert codes == [0]
    assert not any(is_alive(int(number)) for number in started(tmp_path))


def test_a_part_that_does_not_start_ends_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE_S", 0.01)
    monkeypatch.setattr(supervisor, "CHECK_S", 0.01)
    parts = [part_that(tmp_path, "good", SLEEP), part_that(tmp_path, "bad", "raise SystemExit(3)")]
    assert keep(parts, threading.Event()) == 1
    assert len(started(tmp_path)) == 1 + supervisor.MOST_FAILURES


def test_each_failure_makes_the_pause_twice_as_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [0.0]
    monkeypatch.setattr(supervisor, "time", SimpleNamespace(monotonic=lambda: now[0]))
    child = Child(part_that(tmp_path, "bad", "raise SystemExit(3)"))

    def has_failed(times: int) -> bool:
        child.check()
        return child.failures == times

    for times in range(1, 8):
        wait_until(partial(has_failed, times))
        now[0] += LONGEST_PAUSE_S
    child.check()
    now[0] += STABLE_S
    wait_until(partial(has_failed, 1))
    assert [message.rpartition(" in ")[2] for message in caplog.messages if "ended with code 3" in message] == [
        f"{pause_s:.1f} s" for pause_s in (0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 0.2)
    ]


def test_a_part_that_does_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_S", 0.3)
    stubborn = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
    stop = threading.Event()
    keeper = threading.Thread(target=keep, args=([part_that(tmp_path, "stubborn", stubborn)], stop))
    keeper.start()
    wait_until(lambda: started(tmp_path))
    stop.set()
    keeper.join(PATIENCE_S)
    assert not keeper.is_alive()
    assert not any(is_alive(int(number)) for number in started(tmp_path))


def test_a_process_ends_when_its_lifeline_is_cut() -> None:
    program = f"from app import lifeline; lifeline.hold(); print('held', flush=True); {SLEEP}"
    environment = {**os.environ, lifeline.VARIABLE: "1"}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(PATIENCE_S) != 0


@pytest.mark.parametrize("part", ["gateway", "worker", "service"])
def test_each_part_is_an_application_of_its_own(tmp_path: Path, part: str) -> None:
    app = create_part(Settings(part=part, service=TABLE, data_dir=tmp_path), Operation())
    names = {"gateway": "/ready", "worker": SUMMARY, "service": f"/api/{TABLE}"}
    document = app.openapi()
    assert names[part] in document["paths"]


@pytest.mark.parametrize(
    ("part", "proxies", "believed"),
    [("gateway", "", ""), ("gateway", "192.0.2.7", "192.0.2.7"), ("worker", "192.0.2.7", ""), ("service", "*", "")],
)
def test_only_the_gateway_believes_a_proxy_and_only_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, proxies: str, believed: str
) -> None:
    started: list[dict[str, Any]] = []
    monkeypatch.setattr(part_log, "configure", lambda _name: None)
    monkeypatch.setattr(uvicorn, "run", lambda _app, **options: started.append(options))
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", proxies)
    serve(Settings(part=part, service=TABLE, host="192.0.2.1", port=81, data_dir=tmp_path))
    (options,) = started
    assert (options["host"], options["port"]) == ("192.0.2.1", 81)
    assert (options["proxy_headers"], options["forwarded_allow_ips"]) == (bool(believed), believed)


def test_a_service_that_is_unknown_is_refused() -> None:
    with pytest.raises(UnknownServiceError, match=f"There are: .*{TABLE}"):
        create_part(Settings(part="service", service="nothing"), Operation())


def test_options_outrank_the_environment() -> None:
    environment = {
        "HOST": "192.0.2.1",
        "PORT": "81",
        "DATA_DIR": "kept",
        "ALLOWED_HOSTS": "a.example, b.example",
        "SERVICES": "a=http://a:1, b=http://b:2/?x=y",
        "WORKER": "http://w:3",
        "REDIS_URL": "redis://r:4",
        "SERVICE_TOKEN": "t",
        "TIMEOUT_S": "1.5",
    }
    expected = Settings(
        part="service",
        service="a",
        host="192.0.2.1",
        port=82,
        data_dir=Path("kept"),
        allowed_hosts=("a.example", "b.example"),
        addresses={"a": "http://a:1", "b": "http://b:2/?x=y"},
        worker_address="http://w:3",
        redis_url="redis://r:4",
        service_token="t",  # noqa: S106
        timeout_s=1.5,
    )
    assert read_settings(["service", "a", "--port", "82"], environment) == expected
    assert read_settings(["--only", "a,b"], {}) == Settings(only=("a", "b"))
    assert read_settings([], {}) == Settings()


def part_that(folder: Path, name: str, program: str) -> Part:
    """A part that notes its number in a file and then runs a program."""
    return Part(name, (sys.executable, "-c", f"{noted(folder)}; {program}"), {}, 0)


def noted(folder: Path) -> str:
    """A statement by which a process notes its number in a file."""
    return f"import os; open({str(folder / 'started')!r}, 'a').write(f'{{os.getpid()}}\\n')"


def started(folder: Path) -> list[str]:
    """The numbers of the processes that were started."""
    path = folder / "started"
    return path.read_text().splitlines() if path.exists() else []


def is_alive(number: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
