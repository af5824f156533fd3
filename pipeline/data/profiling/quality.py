"""A score of the data's quality from 0 to 100, whose every term can be computed again from the profile."""

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Quality, QualityPart
from pipeline.data.profiling.findings import Evidence, findings

_DIGITS = 4


def quality(dataset: Dataset, evidence: Evidence) -> Quality:
    """The score, its parts and the findings. Parts that are not known (no numbers, say) count as perfect."""
    parts = (
        _completeness(dataset, evidence),
        _uniqueness(evidence),
        _validity(dataset, evidence),
        _consistency(dataset, evidence),
        _regularity(dataset, evidence),
    )
    score = sum(part.value * part.weight for part in parts)
    return Quality(score=round(score, 1), parts=parts, findings=findings(dataset, evidence))


def _part(name: str, weight: float, bad: int, whole: int, formula: str) -> QualityPart:
    value = 1 - min(bad, whole) / whole if whole else 1.0
    return QualityPart(name=name, value=round(value, _DIGITS), weight=weight, formula=formula)


def _completeness(dataset: Dataset, evidence: Evidence) -> QualityPart:
    cells = evidence.rows * len(dataset.columns)
    return _part("completeness", 30, sum(evidence.nulls.values()), cells, "filled cells / all cells")


def _uniqueness(evidence: Evidence) -> QualityPart:
    formula = "1 - rows that repeat an earlier one / rows looked at"
    return _part("uniqueness", 20, evidence.duplicates or 0, evidence.source.rows, formula)


def _validity(dataset: Dataset, evidence: Evidence) -> QualityPart:
    """A row set aside counts with all its cells."""
    rows = evidence.rows + dataset.misfit_rows
    bad = dataset.misfit_rows * len(dataset.columns)
    scale = evidence.rows / max(1, evidence.source.rows)
    nearly = evidence.nearly
    strange = sum(one.others for one in nearly.values())
    strange += sum(
        look.filled - look.numbers for name, look in evidence.looks.items() if look.is_mixed and name not in nearly
    )
    strange += sum(look.damaged for look in evidence.looks.values())
    formula = "1 - (cells of rows set aside + of another type than their column + damaged) / all cells"
    return _part("validity", 25, bad + round(strange * scale), rows * len(dataset.columns), formula)


def _consistency(dataset: Dataset, evidence: Evidence) -> QualityPart:
    scale = evidence.rows / max(1, evidence.source.rows)
    varied = sum(group.rows for groups in evidence.spellings.values() for group in groups)
    spaced = sum(look.spaced for look in evidence.looks.values())
    respelled = sum(evidence.formats.values())
    formula = "1 - (cells in a rarer spelling + with spaces around them + in another format) / filled cells"
    filled = evidence.rows * len(dataset.columns) - sum(evidence.nulls.values())
    return _part("consistency", 15, round((varied + spaced) * scale) + respelled, filled, formula)


def _regularity(dataset: Dataset, evidence: Evidence) -> QualityPart:
    scale = evidence.rows / max(1, evidence.source.rows)
    far = sum(one.rows for one in evidence.outliers.values())
    numbers = sum(evidence.rows - evidence.nulls[one.name] for one in dataset.columns if one.type.is_number)
    return _part("regularity", 10, round(far * scale), numbers, "1 - outliers / filled cells of numbers")
