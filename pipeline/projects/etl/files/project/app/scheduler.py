"""Runs at the times of a cron expression, and whenever somebody asks for one."""

import logging
import threading
from datetime import UTC, datetime

from croniter import croniter

from app.errors import BusyError
from app.runner import Runner, Summary

logger = logging.getLogger(__name__)


class Scheduler:
    """A thread that runs once when it starts, and then on schedule (in UTC)."""

    def __init__(self, runner: Runner, schedule: str) -> None:
        self._runner = runner
        self._times = croniter(schedule, datetime.now(UTC))
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._work, name="scheduler", daemon=True)
        self._is_ended = False
        self._only: tuple[str, ...] = ()
        self.is_running = False
        self.is_ready = False
        self.next_at: datetime | None = None
        self.last: Summary | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the file that is being loaded, and end."""
        self._is_ended = True
        self._wake.set()
        self._thread.join()

    def ask(self, only: tuple[str, ...] = ()) -> None:
        """Run as soon as may be, over `only` these files of the inbox, if any; BusyError if a run is going on."""
        if self.is_running:
            raise BusyError("A run is going on already.")
        self._only = only
        self._wake.set()

    def _work(self) -> None:
        while not self._is_ended:
            self._wake.clear()
            self._run()
            self.next_at = self._times.get_next(datetime, start_time=datetime.now(UTC))
            self._wake.wait((self.next_at - datetime.now(UTC)).total_seconds())

    def _run(self) -> None:
        self.is_running = True
        try:
            only, self._only = self._only, ()
            self.last = self._runner.run(only)
            self.is_ready = True
        except BusyError:
            logger.warning("Another process is loading; this run is left out.")
        except Exception:
            # The next run may find what this one missed; the service says in the meantime what was loaded.
            logger.exception("The run failed.")
        finally:
            self.is_running = False
