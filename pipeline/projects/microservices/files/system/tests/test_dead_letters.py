"""Dead letters can be seen, and given out again."""

import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.messaging.choice import QUEUE_FOLDER
from app.messaging.embedded import EmbeddedQueue
from app.messaging.queue import Counts


def test_dead_letters_are_shown_and_revived(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queue = EmbeddedQueue(tmp_path / QUEUE_FOLDER)
    queue.publish(["{}", "bad"])
    for delivery in queue.take(2, 0):
        queue.bury(delivery, f"no {delivery.body}")
    assert main(["dead-letters", "--data-dir", str(tmp_path)]) == 1
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert shown == [{"reason": "no {}", "body": "{}"}, {"reason": "no bad", "body": "bad"}]
    assert main(["revive", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "2 given out again.\n"
    assert main(["dead-letters", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""
    assert queue.counts() == Counts(waiting=2, dead=0)
    queue.close()
