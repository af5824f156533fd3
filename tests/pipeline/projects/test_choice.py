"""The type that is chosen for what people ask for, and the reason that is given."""

import re
from pathlib import Path
from typing import Any

import yaml

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Fit, InputKind, ProjectType, RunRequest
from pipeline.inputs import look

LEVEL = 0.9
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("choices.yaml").read_text(encoding="utf-8"))


def _fits(case: dict[str, Any], folder: Path) -> tuple[Fit, ...]:
    source = folder / "source"
    if "columns" in case:
        rows = [[str(row * 10 + at) for at, _ in enumerate(case["columns"])] for row in range(1, 6)]
        source.write_text("\n".join(",".join(row) for row in [case["columns"], *rows]) + "\n")
        request = RunRequest(input_kind=InputKind.CSV, input_name="a.csv", brief=case["brief"], project_name="a")
    else:
        source.write_text(case["brief"])
        request = RunRequest(input_kind=InputKind.BRIEF, input_name="a.txt", project_name="a")
    return look(source, request, is_named=True).fits


def test_the_type_is_the_one_that_people_would_choose(tmp_path: Path) -> None:
    cases = [case for case in CASES if case["type"] in list(ProjectType)]
    found = [(case["type"], _fits(case, tmp_path)[0].project_type.value, case["brief"]) for case in cases]
    wrong = [one for one in found if one[0] != one[1]]
    assert len(wrong) <= (1 - LEVEL) * len(cases), wrong


def test_the_reason_is_a_sentence_that_quotes_what_decided(tmp_path: Path) -> None:
    for case in CASES:
        best = _fits(case, tmp_path)[0]
        assert best.reason.endswith(".")
        for quoted in re.findall("“(.*?)”", best.reason):
            assert quoted in case["brief"].lower() or quoted in list(Capability)
