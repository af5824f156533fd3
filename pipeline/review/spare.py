"""A process that has imported a tool before there is work for it: `python -I spare.py FOLDER MODULE`.

`FOLDER` is where this package lies. The process waits for one line of JSON with a folder and arguments, and then does
there what the module's `main` does with these arguments; its `prepare`, if it has one, comes before. The process ends
when whoever began it is gone.
"""

import json
import os
import sys
from importlib import import_module


def main() -> None:
    """Import, wait, work."""
    _, folder, name = sys.argv
    sys.path.append(folder)  # last, so that nothing of ours stands in for a module of the tool's
    module = import_module(name)
    getattr(module, "prepare", lambda: None)()
    job = sys.stdin.readline()
    if not job:
        return
    wanted = json.loads(job)
    os.chdir(wanted["folder"])
    sys.argv = [name, *wanted["arguments"]]
    module.main()


if __name__ == "__main__":
    main()
