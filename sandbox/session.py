"""One run through a launcher: feed it, drain it, watch the clock, and turn what came out into a result."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sandbox import launcher
from sandbox.collector import collect
from sandbox.contracts import ExecResult, Level, Limits, unheard
from sandbox.errors import SandboxError, SandboxLost
from sandbox.protocol import Decoder

POLL_S = 0.02
STARTUP_S = 60.0  # until the launcher has unpacked the input; a loaded machine may be slow to make a container
GRACE_S = 0.5  # the launcher ends the command itself; this is for when it can't
COLLECT_S = 30.0  # to bring back the output
KILL_S = 10.0  # until a killed sandbox's stream must have ended


@dataclass
class Ending:
    """Why the host ended the run, if it did."""

    cancelled: bool = False
    late: bool = False


class Session:
    """Runs the threads that feed and drain a launcher, and ends it when it is late or no longer wanted."""

    def __init__(
        self,
        limits: Limits,
        cancelled: Callable[[], bool],
        kill: Callable[[], None],
        heard: Callable[[bytes], None] = unheard,
    ) -> None:
        self.limits, self.cancelled, self.kill = limits, cancelled, kill
        self.decoder = Decoder(limits, heard)
        self.ending = Ending()
        self._begun = time.monotonic()
        self._done = threading.Event()
        self._broken: SandboxError | None = None

    def drive(self, feed: Callable[[], None], chunks: Iterable[bytes]) -> None:
        """Return when the launcher has said its last word, or its stream has ended.

        Raises SandboxError if it never started or made no sense.
        """
        for work in (lambda: self._feed(feed), lambda: self._drain(chunks)):
            threading.Thread(target=work, daemon=True, name="sandbox").start()
        while not self._done.wait(POLL_S):
            self.ending.cancelled = self.cancelled()
            self.ending.late = time.monotonic() > self._deadline()
            if self.ending.cancelled or self.ending.late:
                self._end()
                break
        if self._broken:
            raise self._broken
        if self.ending.late and self.decoder.started_at is None:
            raise SandboxError(f"The sandbox did not start the command within {STARTUP_S:.0f} s.")

    def _feed(self, feed: Callable[[], None]) -> None:
        with suppress(OSError):  # the launcher ended early; draining says why
            feed()

    def _drain(self, chunks: Iterable[bytes]) -> None:
        try:
            for chunk in chunks:
                self.decoder.feed(chunk)
                if self.decoder.finished:
                    return  # the sandbox's own end takes time, and tells nothing more
        except SandboxError as error:
            self._broken = error
            self.kill()
        except OSError:
            pass  # the stream was cut, which is an end like any other: what is missing is noticed later
        finally:
            self._done.set()

    def _deadline(self) -> float:
        if self.decoder.exited_at is not None:
            return self.decoder.exited_at + COLLECT_S
        if self.decoder.started_at is not None:
            return self.decoder.started_at + self.limits.wall_s + GRACE_S
        return self._begun + STARTUP_S

    def _end(self) -> None:
        self.kill()
        if not self._done.wait(KILL_S):
            raise SandboxError(f"The sandbox could not be ended within {KILL_S:.0f} s.")

    def result(self, level: Level, patterns: Sequence[str], *, oom: bool, diagnosis: str) -> ExecResult:
        """The observed facts; raises SandboxLost (with the launcher's own words) if the command's end is unknown."""
        decoder, ended = self.decoder, self.decoder.exited
        oom = oom or bool(decoder.finished and decoder.finished.oom_kills)
        if ended is None and not (self.ending.cancelled or self.ending.late or oom):
            raise SandboxLost(f"The {level} sandbox ended without a result: {_last_line(diagnosis)}")
        if ended is not None and decoder.finished is None and not self.ending.cancelled and not oom:
            raise SandboxLost(f"The {level} sandbox's output was cut off: {_last_line(diagnosis)}")
        taken = collect(bytes(decoder.archive) if decoder.finished else b"\0" * 1024, patterns, self.limits)
        for path, reason in decoder.finished.skipped if decoder.finished else ():
            taken.reject(path, reason)
        timed_out = ended.timed_out if ended else self.ending.late
        stdout, stderr = (
            decoder.output[kind].decode("utf-8", "replace") for kind in (launcher.STDOUT, launcher.STDERR)
        )
        return ExecResult(
            exit_code=None if ended is None or timed_out else exit_code(ended.status),
            stdout=stdout,
            stderr=stderr,
            truncated=bool(ended and ended.truncated),
            timed_out=timed_out,
            oom=oom,
            cancelled=self.ending.cancelled,
            duration_s=ended.duration_s if ended else time.monotonic() - (decoder.started_at or self._begun),
            level=level,
            collected=taken.files,
            rejected=taken.rejected,
        )


def exit_code(status: int) -> int:
    """As a shell counts: a signal is 128 plus its number."""
    return status if status >= 0 else 128 - status


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it said nothing"
