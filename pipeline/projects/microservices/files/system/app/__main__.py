"""Entry point: `python -m app` runs the whole system, `python -m app service NAME` and the like one part of it.

What is imported depends on the command, so that the process that only watches the others stays small.
"""

import sys
from collections.abc import Sequence

from app.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until stopped; the exit code."""
    settings = read_settings(arguments)
    if settings.part == "all":
        from app.supervisor import supervise

        return supervise(settings)
    if settings.part in ("dead-letters", "revive"):
        from app import dead_letters

        return dead_letters.show(settings) if settings.part == "dead-letters" else dead_letters.revive(settings)
    from app.parts import serve

    serve(settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
