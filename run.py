"""Set up Quintet and open it (`python3 run.py`), or set it up and test it (`python3 run.py test`).

Standard library only, in syntax that Python 3.8 parses, so that an old Python says what is wrong in one sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")
PACKAGES = VENV / ("Lib/site-packages" if WINDOWS else "lib/python{}.{}/site-packages".format(*sys.version_info))
SUPPORTED = ((3, 11), (3, 12), (3, 13))
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)  # not the one of an environment, which may go
DEFAULT_PORT = 8501
DISK_NEEDED_BYTES = 2_500_000_000
START_TIMEOUT_S, STOP_TIMEOUT_S = 120.0, 15.0
MAY_GO_ON = 3  # `python -m pipeline prepare`: not everything is there, and the app can be used without
LISTENER = """
import contextlib, psutil, sys
for process in psutil.process_iter():
    with contextlib.suppress(psutil.Error):
        for connection in process.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == int(sys.argv[1]):
                sys.exit(print(process.pid, process.name()))
"""  # asked of the environment's Python, which has psutil
DISK = f"The disk is full: free about 2.5 GB for {HERE} and start again."
NETWORK = "The packages could not be downloaded: connect to the network (or check the proxy) and start again."
NO_WRITE = f"{HERE} cannot be written to: move it to a folder of your own, and start again."
TAMPERED = "A package is not the one that was pinned: check which package index you use, and start again."
NO_VENV = "This Python cannot make environments: install its venv package (Debian: `apt install python3-venv`)."
CAUSES = {
    r"No space left|os error 28|Errno 28": DISK,
    r"Permission denied|Read-only file system|Access is denied": NO_WRITE,
    r"(?i)hash mismatch|do not match the hashes": TAMPERED,
    r"(?i)sending request|failed to fetch|dns|connect|timed out|network|offline|proxy|no matching dist": NETWORK,
}


class Stop(Exception):
    """Set-up or start cannot go on; the message is one sentence for the user: what is wrong and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code: 2 when something is wrong that one sentence explained."""
    try:
        check_python(sys.version_info[:3])
        for name in {"SIGTERM", "SIGHUP"}.intersection(dir(signal)):
            number = signal.Signals[name]
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores one on purpose
                signal.signal(number, signal.default_int_handler)
        return test(arguments[1:]) if arguments[:1] == ["test"] else start(parse(arguments))
    except Stop as stop:
        print(f"Quintet: {stop}", file=sys.stderr)
    except BrokenPipeError:  # whoever read our lines has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"Quintet: {explain(str(error))}", file=sys.stderr)
    except KeyboardInterrupt:
        say("Stopped. The next start goes on from here.")
        return 130
    return 2


def say(text: str) -> None:
    print(text, flush=True)


def explain(output: str) -> str:
    """One sentence for what a tool said when it failed."""
    for pattern, sentence in CAUSES.items():
        if re.search(pattern, output):
            return sentence
    last = (output.strip().splitlines() or ["it said nothing"])[-1].strip()
    return f"Set-up failed ({last}): delete {VENV} and start again."


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Set up Quintet in this folder, start it on this computer and open it in the browser.",
        epilog="`run.py test [pytest arguments]` sets up what the tests need besides, and runs them.",
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=port_number, help=f"the port to use (default: {DEFAULT_PORT}, or the next free)")
    parser.add_argument("--home", type=Path, metavar="DIR", help="where runs, settings and deployments are kept")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: give a number from 1 to 65535")
    return int(text)


def check_python(version: tuple[int, ...]) -> None:
    """Stop unless `version` (major, minor, patch) is one that Quintet supports."""
    if version[:2] in SUPPORTED:
        return
    names = [f"python{major}.{minor}" for major, minor in reversed(SUPPORTED)]
    found = next((name for name in names if shutil.which(name)), None)
    advice = f"start it with `{found} run.py`" if found else "install one from python.org and start it with that"
    raise Stop(f"Python 3.11, 3.12 or 3.13 is needed and this is {'.'.join(map(str, version))}: {advice}.")


# Set-up


def set_up(*requirements: str) -> None:
    """Make `.venv` and install each requirements file, unless stamps say that all of it is there."""
    if all(is_current(name) for name in requirements):
        return
    with one_at_a_time():
        if not is_usable():
            make_environment()
        for name in requirements:
            if not is_current(name):
                install(name)


def fingerprint(*files: Path) -> str:
    """What a stamp has to say for these files and this Python to be what was installed."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def stamp_of(name: str) -> Path:
    return VENV / f"quintet-{name.replace('/', '-')}.json"


def write_stamp(name: str, content: dict[str, Any]) -> None:
    """Write a stamp so that a reader sees all of it or nothing."""
    draft = stamp_of(name).with_suffix(".part")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(stamp_of(name))


def read_stamp(name: str) -> dict[str, Any]:
    """The stamp's content, or nothing when it is missing or damaged."""
    with contextlib.suppress(OSError, ValueError):
        content = json.loads(stamp_of(name).read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}
    return {}


def installed() -> set[str]:
    return {folder.name for folder in PACKAGES.glob("*.dist-info")}


def is_current(name: str) -> bool:
    """Whether this requirements file was installed for this Python and its packages are still there."""
    stamp = read_stamp(name)
    if not PYTHON.exists() or stamp.get("for") != fingerprint(HERE / name):
        return False
    return installed().issuperset(stamp.get("packages", ()))


def is_usable() -> bool:
    """Whether `.venv` was made to its end and has a working interpreter of this very version."""
    if not (read_stamp("made") or shutil.which("uv", path=str(SCRIPTS))):
        return False
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        command = [str(PYTHON), "-c", "import sys; print(sys.version)"]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
        return answer.stdout.strip() == sys.version
    return False


def make_environment() -> None:
    if shutil.disk_usage(HERE).free < DISK_NEEDED_BYTES:
        raise Stop(DISK)
    if VENV.is_dir() and not VENV.is_symlink():
        say("Removing an environment that is broken, half made or of another Python")
        shutil.rmtree(VENV)
    elif os.path.lexists(VENV):
        VENV.unlink()
    say("Making the environment")
    if shutil.which("uv"):
        run_shown("uv", "venv", "--python", BASE_PYTHON, str(VENV))
    elif importlib.util.find_spec("ensurepip"):
        run_shown(BASE_PYTHON, "-m", "venv", str(VENV))
    elif importlib.util.find_spec("pip"):
        run_shown(BASE_PYTHON, "-m", "venv", "--without-pip", str(VENV))
    else:
        raise Stop(NO_VENV)
    write_stamp("made", {"by": sys.version})


def install(name: str) -> None:
    """Install one requirements file with uv, by its hashes, and stamp it."""
    say(f"Installing {name}")
    command = (find_uv() or fetch_uv(), "pip", "install", "--python", str(PYTHON), "--require-hashes")
    run_shown(*command, "--compile-bytecode", "-r", str(HERE / name))
    write_stamp(name, {"for": fingerprint(HERE / name), "packages": sorted(installed())})


def find_uv() -> str | None:
    return shutil.which("uv", path=str(SCRIPTS)) or shutil.which("uv")


def fetch_uv() -> str:
    """Bring the pinned uv into the new environment with pip: the environment's own, else this Python's."""
    requirements = (HERE / "requirements.txt").read_text(encoding="utf-8")
    pin = "".join(re.findall(r"^uv==.*\n(?:[ #].*\n)*", requirements, re.MULTILINE))
    wanted = VENV / "uv.txt"
    wanted.write_text(pin, encoding="utf-8")
    own = (PACKAGES / "pip").exists()
    pip = (str(PYTHON), "-m", "pip") if own else (BASE_PYTHON, "-m", "pip", "--python", str(PYTHON))
    options = ("--quiet", "--disable-pip-version-check", "--retries=2", "--no-deps", "--require-hashes")
    run_shown(*pip, "install", *options, "-r", str(wanted))
    return find_uv() or "uv"


def run_shown(*command: str) -> None:
    """Run a tool, show the lines of it that tell its progress, and stop with one sentence when it fails."""
    output = ""
    with begin(*command) as tool:
        try:
            for raw in tool.stdout or ():
                line = raw.decode("utf-8", "replace").strip()
                output += line + "\n"
                if line.startswith(("Resolved", "Downloading", "Prepared", "Installed", "Bytecode")):
                    say(f"  {line}")
        except BaseException:
            tool.terminate()
            raise
    if tool.returncode:
        raise Stop(explain(output))


def begin(*command: str) -> subprocess.Popen[bytes]:
    """Start a tool in this folder with one pipe for all that it says."""
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    return subprocess.Popen(command, cwd=HERE, env=clean_environment(), stdout=pipe, stderr=both)


def clean_environment() -> dict[str, str]:
    """The environment for our tools: without what would point them at another Python or keep it from compiling."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def run_python(*arguments: str, environment: dict[str, str]) -> int:
    """Run the environment's Python in this terminal and return its exit code."""
    return subprocess.run([str(PYTHON), *arguments], cwd=HERE, env=environment, check=False).returncode


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold this folder's set-up lock, which is on this very file and so leaves nothing behind."""
    with Path(__file__).open("r+b" if WINDOWS else "rb") as file:
        if not try_lock(file.fileno()):
            say("Another set-up of this folder is running; waiting for it")
            while not try_lock(file.fileno()):
                time.sleep(0.2)
        yield


def try_lock(descriptor: int) -> bool:
    """Take the lock if nobody has it. It ends with the descriptor, so also with the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # past the end: the file itself stays readable
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def prepare(environment: dict[str, str]) -> None:
    """Let the pipeline fetch what generated projects need, once a home, so that later nothing needs the network."""
    home = environment.get("QUINTET_HOME", "")
    name = f"prepared-{hashlib.sha256(home.encode()).hexdigest()[:12]}"
    needs = sorted(file for file in (HERE / "pipeline").rglob("*requirements*.txt*") if file.is_file())
    wanted = fingerprint(HERE / "requirements.txt", *needs)
    stamp = read_stamp(name)
    if stamp.get("for") == wanted and Path(stamp["home"]).is_dir():
        return
    with one_at_a_time():
        say("Preparing what generated projects need")
        code = run_python("-m", "pipeline", "prepare", environment=environment)
        if code not in (0, MAY_GO_ON):
            raise Stop("What generated projects need could not be prepared: see the line above, and start again.")
        if code == 0:
            ask = [str(PYTHON), "-c", "from pipeline import settings; print(settings.load().home)"]
            answer = subprocess.run(ask, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
            write_stamp(name, {"for": wanted, "home": answer.stdout.strip()})


# Start


def start(options: argparse.Namespace) -> int:
    """Set up, start the app, open it, and stay until it ends; its exit code is ours."""
    environment = clean_environment()
    if options.home:
        environment["QUINTET_HOME"] = str(options.home.resolve())
    set_up("requirements.txt")
    wanted = options.port or DEFAULT_PORT
    if runs_already(wanted, environment):
        say(f"Quintet is running already: {address(wanted)}")
        show(wanted, options.no_browser)
        return 0
    port = choose_port(wanted, may_differ=options.port is None)
    prepare(environment)
    return serve(port, environment, options.no_browser)


def serve(port: int, environment: dict[str, str], no_browser: bool) -> int:
    command = [str(PYTHON), "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    app = subprocess.Popen(command, cwd=HERE, env=environment)
    try:
        wait_until_healthy(app, port)
        write_stamp(f"running-{port}", {"process": app.pid, "home": environment.get("QUINTET_HOME", "")})
        say(f"Quintet is at {address(port)} (Ctrl-C stops it)")
        show(port, no_browser)
        return app.wait()
    finally:
        end(app)
        with contextlib.suppress(OSError):
            stamp_of(f"running-{port}").unlink()


def wait_until_healthy(app: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_TIMEOUT_S
    while not is_healthy(port):
        if app.poll() is not None:
            raise Stop(f"The app ended before it answered (exit code {app.returncode}): see the lines above.")
        if time.monotonic() > until:
            raise Stop(f"The app did not answer within {START_TIMEOUT_S:.0f} s: see the lines above.")
        time.sleep(0.05)


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def end(app: subprocess.Popen[bytes]) -> None:
    """End the app gently, and with force when it takes too long or the user presses Ctrl-C again."""
    try:
        if app.poll() is None and not WINDOWS:  # on Windows Ctrl-C reaches the app itself
            app.terminate()
        app.wait(STOP_TIMEOUT_S)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        app.kill()
        app.wait()


def show(port: int, no_browser: bool) -> None:
    """Open the browser, but never a text browser in this terminal."""
    has_screen = sys.platform in ("win32", "darwin") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    if has_screen and not no_browser:
        threading.Thread(target=webbrowser.open, args=(address(port),), daemon=True).start()


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


# Ports


def choose_port(wanted: int, may_differ: bool) -> int:
    if is_free(wanted):
        return wanted
    holder = who_has(wanted)
    taken = f"Port {wanted} is taken" + (f" by {holder[1]} (process {holder[0]})" if holder else "")
    if not may_differ:
        raise Stop(f"{taken}: stop that, or choose another with --port.")
    port = next(port for port in range(wanted + 1, 65536) if is_free(port))
    say(f"{taken}; using {port}")
    return port


def is_free(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        if client.connect_ex(("127.0.0.1", port)) == 0:
            return False
    with socket.socket() as server:
        if not WINDOWS:  # where this option would let two servers share a port
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def runs_already(port: int, environment: dict[str, str]) -> bool:
    """Whether the one who has this port is an app that we started on the same home."""
    record = read_stamp(f"running-{port}")
    if record.get("home") != environment.get("QUINTET_HOME", "") or not is_healthy(port):
        return False
    holder = who_has(port)
    return holder is None or holder[0] == record["process"]


def who_has(port: int) -> tuple[int, str] | None:
    """The process that listens on this port, as its number and name, where the system tells."""
    answer = subprocess.run([str(PYTHON), "-c", LISTENER, str(port)], capture_output=True, text=True, check=False)
    process, _, name = answer.stdout.strip().partition(" ")
    return (int(process), name) if process else None


# Tests


def test(arguments: Sequence[str]) -> int:
    """Check style and types, then run all tests; with arguments, run pytest with them and nothing else."""
    set_up("requirements.txt", "tests/requirements.txt")
    is_clean = bool(arguments) or check_code()
    options = arguments or ("-n", "2", "--dist", "worksteal", "--durations=40", "--durations-min=5")
    return run_python("-m", "pytest", *options, environment=clean_environment()) or int(not is_clean)


def check_code() -> bool:
    """Run the linters side by side, and show what those say that object."""
    commands = ("ruff check .", "ruff format --check .", "mypy .")
    linters = [begin(str(PYTHON), "-m", *command.split()) for command in commands]
    for command, linter in zip(commands, linters, strict=True):
        output = linter.communicate()[0].decode("utf-8", "replace")
        say(f"{command}: {'failed' if linter.returncode else 'passed'}\n{output if linter.returncode else ''}".strip())
    return not any(linter.returncode for linter in linters)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
