"""How complex a request is, what a hint of the person does to that, and that an estimate finds what the run does."""

from pathlib import Path

import pytest

from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import analyze
from pipeline.complexity import MEGABYTE, SCALE, complexity_of, formula, measure
from pipeline.contracts.plan import Analysis, DataShape, Features, ProjectPlan, ProjectType, RequirementsAnalysis
from pipeline.inputs import SOURCE, look, read_input
from pipeline.submissions import Submission, to_request

FEATURES = Features(entities=3, fields=12)
BRIEF = b"A library lends books. Each book has a title and a price. Send an e-mail daily. Members borrow books."
JSON = (Path(__file__).parents[2] / "pipeline" / "examples" / "example_requirements.json").read_bytes()
TABLE = "\n".join(
    ["code,price,on", *(f"{each:05},{each}.5,2024-01-{each % 28 + 1:02}" for each in range(9000))]
).encode()


def test_without_a_hint_what_was_measured_counts() -> None:
    found = measure(FEATURES)
    assert found.score == pytest.approx(12 / 60 * 0.35 + 3 / 12 * 0.25)
    assert "your hint" not in [part.name for part in found.parts]


@pytest.mark.parametrize(("hint", "score"), [(0.5, 0.5), (1.0, 1.0), (0.0, 0.1325), (0.1, 0.1325)])
def test_a_hint_raises_the_score_to_itself_and_is_named(hint: float, score: float) -> None:
    found = measure(FEATURES, hint)
    assert found.score == pytest.approx(score)
    assert found.parts[-1].name == "your hint"
    assert found.parts[-1].value == hint
    assert ("your hint" in found.text) == (hint > 0.1325)


@pytest.mark.parametrize(
    ("name", "content", "words", "hint"),
    [
        ("brief.txt", BRIEF, "", None),
        ("brief.txt", BRIEF, "", 0.6),
        ("requirements.json", JSON, "", None),
        ("requirements.json", JSON, "", 0.1),
        ("things.csv", TABLE, "", None),
        ("things.csv", TABLE, "Warn me when a price is above 100. Leave the column on out. Send an e-mail.", 0.2),
    ],
)
@pytest.mark.parametrize("project_type", list(ProjectType))
def test_the_run_finds_what_the_estimate_found(
    name: str, content: bytes, words: str, hint: float | None, project_type: ProjectType, tmp_path: Path
) -> None:
    (tmp_path / SOURCE).parent.mkdir()
    (tmp_path / SOURCE).write_bytes(content)
    given = Submission(
        file_name=name, content=content, brief=words, complexity="" if hint is None else str(hint),
        project_type=project_type,
    )  # fmt: skip
    request = to_request(given)
    seen = look(tmp_path / SOURCE, request, is_named=False)
    before = measure(seen.features, seen.complexity_hint if request.complexity is None else request.complexity)
    asked = AnalystRequest(request=request, **dict(read_input(tmp_path, request)))
    assert complexity_of(analyze(asked)) == before
    assert before.score > 0


def test_an_analysis_of_an_older_version_has_a_complexity() -> None:
    shape = DataShape(entities=3, fields=12)
    older = Analysis(
        data_shape=shape, key_insights=(), project_type=ProjectType.FASTAPI, project_type_reason="", complexity_hint=0.4
    )
    plan = ProjectPlan(project_name="a", title="A", goals=(), requirements=())
    assert complexity_of(RequirementsAnalysis(analysis=older, project_plan=plan)).score == 0.4


def test_the_formula_that_is_shown_is_the_one_that_counts() -> None:
    assert sum(weight for _, weight in SCALE.values()) == pytest.approx(1)
    assert measure(Features(fields=500, entities=90, requirements=500, size_bytes=10**9)).score == 1
    assert measure(Features(size_bytes=50 * MEGABYTE)).score == pytest.approx(0.075)
    assert all(f"{weight:g} · min(1, {name} / {full:,})" in formula() for name, (full, weight) in SCALE.items())
