"""Commands for dead letters: to see them, and to give them out again."""

import json
import sys
from contextlib import closing

from app.messaging.choice import open_queue
from app.settings import Settings

MOST_SHOWN = 100


def show(settings: Settings) -> int:
    """Write the oldest dead letters as JSON, one a line; the exit code, which is 1 if there are any."""
    with closing(open_queue(settings)) as queue:
        letters = queue.dead_letters(MOST_SHOWN)
    for letter in letters:
        sys.stdout.write(json.dumps({"reason": letter.reason, "body": letter.body}) + "\n")
    return 1 if letters else 0


def revive(settings: Settings) -> int:
    """Give every dead letter out again."""
    with closing(open_queue(settings)) as queue:
        sys.stdout.write(f"{queue.revive()} given out again.\n")
    return 0
