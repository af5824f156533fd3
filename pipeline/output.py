"""Where the command line writes: lines for people, or one JSON object for programs."""

import json
import sys
from dataclasses import dataclass
from typing import Any


class Failed(Exception):
    """A command did not end well; the message is the reason."""


@dataclass(frozen=True)
class Out:
    """Where results go."""

    as_json: bool

    def line(self, text: str) -> None:
        """A line for people."""
        if not self.as_json:
            print(text, flush=True)

    def note(self, text: str) -> None:
        """A line about the result, on standard error."""
        print(text, file=sys.stderr, flush=True)

    def result(self, value: dict[str, Any]) -> None:
        """The result for programs."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, default=str), flush=True)
