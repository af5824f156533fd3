"""`python -m tests.sandbox.hostile`: run the hostile programs on every level of this machine, the limited one included.

Writes `results.json`, from which the README's table is made, unless programs or levels are named.
"""

import argparse
import os
import sys

from sandbox.contracts import Level
from sandbox.errors import SandboxUnavailable
from sandbox.probe import levels
from tests.sandbox.hostile.results import RESULTS, Results
from tests.sandbox.hostile.suite import programs, run_all

BASE_IMAGE = os.environ.get("QUINTET_SANDBOX_BASE_IMAGE") or "quintet-base:bookworm"


def main(arguments: list[str]) -> int:
    """Run the programs; an exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox.hostile")
    parser.add_argument("names", nargs="*", metavar="PROGRAM")
    parser.add_argument("--level", choices=list(Level), action="append")
    options = parser.parse_args(arguments)
    chosen = [each for each in programs() if not options.names or each.name in options.names]
    results = Results()
    for sandbox in levels(BASE_IMAGE, None, own_templates=True):
        if options.level and sandbox.level not in options.level:
            continue
        try:
            results.versions[sandbox.level] = sandbox.version()
        except SandboxUnavailable as error:
            print(error)
            continue
        for verdict in run_all(sandbox, chosen):
            results.contained.setdefault(verdict.program, {})[verdict.level] = verdict.contained
            print(f"{verdict.level:<10}  {verdict.program:<36}  {'; '.join(verdict.complaints) or 'contained'}")
    if not options.names and not options.level:
        RESULTS.write_text(results.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
