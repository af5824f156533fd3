"""What came of the hostile programs when they were last run on every level, and the README's table of it."""

from pathlib import Path

from pydantic import BaseModel

from sandbox.contracts import Level
from tests.sandbox.hostile.suite import programs

RESULTS = Path(__file__).parent / "results.json"


class Results(BaseModel):
    """Whether each program was contained, by its name and the level; and the versions of the levels."""

    versions: dict[Level, str] = {}
    contained: dict[str, dict[Level, bool]] = {}


def read() -> Results:
    """What was found when they were last run."""
    return Results.model_validate_json(RESULTS.read_text(encoding="utf-8"))


def table() -> str:
    """A line of counts, and a table that can be opened."""
    results = read()
    levels = [level for level in Level if level in results.versions]
    counts = ", ".join(
        f"`{level}` {sum(each[level] for each in results.contained.values())} of {len(results.contained)}"
        for level in levels
    )
    rows = ["| program | contained means | " + " | ".join(levels) + " |", "| --- | --- |" + " --- |" * len(levels)]
    for program in programs():
        held = results.contained[program.name]
        marks = " | ".join("yes" if held[level] else "no" for level in levels)
        rows.append(f"| {program.name.replace('_', ' ')} | {program.meaning} | {marks} |")
    opened = ["<details><summary>Every program and level</summary>", "", *rows, "", "</details>"]
    return "\n".join([f"Contained: {counts}.", "", *opened])
