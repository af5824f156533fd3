"""`python -m tests.benchmarks [NAME …]`: print the figures of one or more benchmarks, or of all."""

import sys

from tests.benchmarks import app_start, main_job, messy_files

BENCHMARKS = {
    "main_job": main_job.measure,
    "app_start": app_start.measure,
    "messy_files": messy_files.measure,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks; an exit code."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        print(f"## {name}", flush=True)
        for line in BENCHMARKS[name]():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
