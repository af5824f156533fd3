"""How complex a request is, and what a hint of the person does to that."""

import pytest

from pipeline.complexity import SCALE, complexity_of, formula, measure
from pipeline.contracts.plan import Analysis, DataShape, ProjectPlan, ProjectType, RequirementsAnalysis


def _analysis(hint: float | None) -> RequirementsAnalysis:
    shape = DataShape(entities=3, fields=12)
    return RequirementsAnalysis(
        analysis=Analysis(
            data_shape=shape,
            key_insights=(),
            project_type=ProjectType.FASTAPI,
            project_type_reason="",
            complexity_hint=hint,
        ),
        project_plan=ProjectPlan(project_name="a", title="A", goals=(), requirements=()),
    )


def test_without_a_hint_what_was_measured_counts() -> None:
    found = complexity_of(_analysis(None))
    assert found.score == pytest.approx(12 / 60 * 0.35 + 3 / 12 * 0.25)
    assert "your hint" not in [part.name for part in found.parts]


@pytest.mark.parametrize(("hint", "score"), [(0.5, 0.5), (1.0, 1.0), (0.0, 0.1325), (0.1, 0.1325)])
def test_a_hint_raises_the_score_to_itself_and_is_named(hint: float, score: float) -> None:
    found = complexity_of(_analysis(hint))
    assert found.score == pytest.approx(score)
    assert found.parts[-1].name == "your hint"
    assert found.parts[-1].value == hint


def test_before_the_analysis_the_same_formula_counts_what_is_known() -> None:
    shape = DataShape(entities=3, fields=12)
    assert measure(shape, 0) == complexity_of(_analysis(None))


def test_the_formula_that_is_shown_is_the_one_that_counts() -> None:
    assert sum(weight for _, weight in SCALE.values()) == pytest.approx(1)
    assert measure(DataShape(rows=10**9, columns=500, entities=90), 500).score == 1
    assert all(f"{weight:g} · min(1, {name} / {full:,})" in formula() for name, (full, weight) in SCALE.items())
