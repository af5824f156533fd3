"""From the command to the first answer of the app, beside a Streamlit server with an empty page."""

import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 5
TIMEOUT_S = 60


def measure() -> Iterator[str]:
    """Lines with the median seconds from the command to the first status 200."""
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text("import streamlit as st\nst.write('empty')\n")
        quintet = [sys.executable, "run.py", "--no-browser", "--home", str(Path(folder) / "home"), "--port"]
        streamlit = [sys.executable, "-m", "streamlit", "run", str(empty), "--server.headless", "true", "--server.port"]
        ours, bare = [], []
        for _ in range(ROUNDS + 1):
            ours.append(_first_answer(quintet))
            bare.append(_first_answer(streamlit))
    ours, bare = ours[1:], bare[1:]  # the first round sets up the home and warms the files
    ratios = [mine / reference for mine, reference in zip(ours, bare, strict=True)]
    yield f"run.py to first 200          {statistics.median(ours):6.2f} s (median of {ROUNDS})"
    yield f"an empty Streamlit page      {statistics.median(bare):6.2f} s"
    yield f"ratio                        {statistics.median(ratios):6.2f}"


def _first_answer(command: list[str]) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen([*command, str(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < TIMEOUT_S:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == httpx.codes.OK:
                    return time.perf_counter() - started
            except httpx.HTTPError:
                time.sleep(0.01)
        raise TimeoutError(f"No answer within {TIMEOUT_S} s from: {' '.join(command)}")
    finally:
        process.terminate()
        process.wait(timeout=30)
