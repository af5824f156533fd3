"""`python -m tests.benchmarks [NAME …]`: print the figures of one or more benchmarks, or of all.

`--size-mb` says how large the files of `profile` are; `--sample` how many files those take that go through real files
(`matrix` goes on where another run ended by `--skip`), and `--types` as what; `--run` how many `briefs` become
projects; `--mutants` how many faults `mutation` puts into each project, and `--seed` which.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial

from pipeline.contracts.plan import ProjectType
from tests.benchmarks import (
    answers,
    app_start,
    branches,
    briefs,
    levels,
    main_job,
    matrix,
    messy_files,
    model_cost,
    model_overhead,
    mutation,
    profile,
    releases,
    render,
    review_rules,
    review_time,
    serving,
    spark,
)

BENCHMARKS: dict[str, Callable[[], Iterator[str]]] = {
    "main_job": main_job.measure,
    "app_start": app_start.measure,
    "messy_files": messy_files.measure,
    "profile": profile.measure,
    "matrix": matrix.measure,
    "answers": answers.measure,
    "mutation": mutation.measure,
    "branches": branches.measure,
    "releases": releases.measure,
    "render": render.measure,
    "review_rules": review_rules.measure,
    "review_time": review_time.measure,
    "serving": serving.measure,
    "briefs": briefs.measure_briefs,
    "spark": spark.measure,
    "sandbox": levels.measure,
    "model_cost": model_cost.measure,
    "model_overhead": model_overhead.measure,
}


def main(arguments: list[str]) -> int:
    """Run the named benchmarks; an exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--size-mb", type=int, nargs="+", default=profile.SIZES_MB, help="sizes of profiled files")
    parser.add_argument("--sample", type=int, help="how many of the real files; without it all")
    parser.add_argument("--skip", type=int, default=0, help="how many of the real files to leave out before those")
    parser.add_argument("--types", choices=list(ProjectType), nargs="+", default=list(ProjectType))
    parser.add_argument("--run", type=int, default=0, help="how many briefs are made into projects, too")
    parser.add_argument("--mutants", type=int, default=mutation.DRAWN, help="how many faults a project is tried with")
    parser.add_argument("--seed", type=int, default=mutation.SEED, help="which faults those are")
    options = parser.parse_args(arguments)
    types = [each for each in ProjectType if each in options.types]
    chosen = BENCHMARKS | {
        "mutation": partial(mutation.measure, types, options.mutants, options.seed),
        "branches": partial(branches.measure, types),
        "profile": partial(profile.measure, options.size_mb),
        "answers": partial(answers.measure, options.sample),
        "briefs": partial(briefs.measure_briefs, options.run),
        "matrix": partial(matrix.measure, options.sample, types, options.skip),
    }
    unknown = set(options.names) - set(chosen)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(chosen)}.", file=sys.stderr)
        return 2
    for name in options.names or chosen:
        print(f"## {name}", flush=True)
        for line in chosen[name]():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
