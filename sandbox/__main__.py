"""`python -m sandbox`: see `sandbox.command_line`. An interrupt ends it with a plain line, from the first import on."""

import json
import os
import signal
import sys

INTERRUPTED = "Interrupted: the command was ended."


def leave(*_: object) -> None:
    """End at once with a plain line: while Python imports, and while what was interrupted is being cleaned up."""
    own = sys.argv[1 : sys.argv.index("--")] if "--" in sys.argv else sys.argv
    if "--json" in own:
        os.write(1, f"{json.dumps({'error': INTERRUPTED})}\n".encode())
    os.write(2, f"{INTERRUPTED}\n".encode())
    os._exit(130)


def interrupt(*_: object) -> None:
    """Have what runs be ended in good order; whoever interrupts a second time does not wait for that."""
    listen(leave)
    raise KeyboardInterrupt


def listen(handler: "signal._HANDLER") -> None:
    """What to do at Ctrl-C, and when the process is asked to end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


if __name__ == "__main__":
    listen(leave)
    from sandbox.command_line import main

    for stream in (sys.stdout, sys.stderr):
        if stream:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    listen(interrupt)
    code = main()
    listen(leave)
    sys.exit(code)
