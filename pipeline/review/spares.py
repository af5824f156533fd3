"""Processes that have imported a slow tool before it is needed, one for each, so that no review waits for that.

None is begun before `start`. Where there is none, a tool's process is begun when it is needed, and does the same.
"""

import json
import sys
import threading
from pathlib import Path

from pipeline.review.programs import Process, begin, result_of

ROOT = Path(__file__).parents[2]
SPARE = Path(__file__).with_name("spare.py")
MYPY, BANDIT, SECRETS = (f"pipeline.review.{name}_worker" for name in ("mypy", "bandit", "secret"))


class Spares:
    """Keeps the processes. Safe for many threads."""

    def __init__(self) -> None:
        self._waiting: dict[str, Process] = {}
        self._lock = threading.Lock()
        self._wanted = False

    def start(self) -> None:
        """Keep one process of each tool from now on."""
        self._wanted = True
        self.refill()

    def refill(self) -> None:
        """Begin those that were used, unless none are wanted; best done when a review is over."""
        with self._lock:
            for name in (MYPY, BANDIT, SECRETS):
                if self._wanted and name not in self._waiting:
                    self._waiting[name] = _begun(name)

    def stop(self) -> None:
        """End those that wait, and keep none any more."""
        with self._lock:
            self._wanted = False
            waiting, self._waiting = list(self._waiting.values()), {}
        for process in waiting:
            process.kill()
            with process:  # its pipes are closed, and it is waited for
                pass

    def output_of(self, name: str, arguments: list[str], folder: Path, accepted: tuple[int, ...]) -> str:
        """What a tool prints, run in `folder`; raises ToolFailed."""
        job = json.dumps({"folder": str(folder.resolve()), "arguments": arguments})
        return result_of(self._taken(name), name.rpartition(".")[2].replace("_worker", ""), accepted, f"{job}\n")

    def _taken(self, name: str) -> Process:
        with self._lock:
            process = self._waiting.pop(name, None)
        if process and process.poll() is not None:  # something has ended it while it waited
            with process:
                process = None
        return process or _begun(name)


def _begun(name: str) -> Process:
    return begin([sys.executable, "-I", str(SPARE), str(ROOT), name], ROOT)


SPARES = Spares()
"""Those of this process."""
