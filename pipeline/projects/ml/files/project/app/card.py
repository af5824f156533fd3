"""The model card: what the model is, how good it is, and what it must not be used for."""

import re
from collections.abc import Iterator

from app.info import ModelInfo, ScoreInfo
from app.wording import short

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#!|~&$]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def model_card(info: ModelInfo) -> str:
    """The card as Markdown."""
    sections = (_head(info), _data(info), _quality(info), _features(info), _use())
    return "\n".join(line for section in sections for line in section) + "\n"


def plain(text: str) -> str:
    """Text as it stands in a line of Markdown: no sign of it has a meaning."""
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return _SIGNS.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), line)


def amount(score: ScoreInfo) -> str:
    """A score with its interval."""
    return f"{short(score.value)} ({short(score.low)} to {short(score.high)})"


def _head(info: ModelInfo) -> Iterator[str]:
    unit = f" in {plain(info.target.unit)}" if info.target.unit else ""
    yield f"# Model card: {plain(info.title)}"
    yield ""
    if info.synthetic:
        yield "**The training data is made up.** The model shows how the project works and says nothing about the"
        yield "world: put real records in the place of `data/records.csv` before any prediction is used."
        yield ""
    yield f"- Predicts **{plain(info.target.label)}**{unit} ({info.target.task}). {plain(info.target.reason)}"
    if info.target.classes:
        yield f"- Classes: {', '.join(map(plain, info.target.classes))}."
    yield f"- {plain(info.chosen_reason)}"
    yield f"- Identity: `{info.model_id}`, from the data, the plan and the versions of"
    yield f"  {', '.join(f'{name} {number}' for name, number in info.versions.items())}; seed {info.seed}."
    yield ""


def _data(info: ModelInfo) -> Iterator[str]:
    yield "## Data"
    yield ""
    yield f"{info.rows:,} rows of {plain(info.source)} have a known target."
    if info.learned_rows < info.rows:
        yield f"To bound the time, {info.learned_rows:,} of them, drawn by chance with a fixed seed, were learned from."
    yield f"Tests: {info.split.how}. {plain(info.split.reason)}"
    if info.removed:
        yield ""
        yield "Not learned from:"
        yield ""
        for column in info.removed:
            yield f"- {plain(column.label)}: {plain(column.reason)}"
    yield ""


def _quality(info: ModelInfo) -> Iterator[str]:
    metrics = info.candidates[0].scores
    yield "## Quality"
    yield ""
    yield f"Measured on {info.tested_rows:,} rows, each predicted by a model that had not learned from it. In brackets:"
    yield "the interval that holds the value with 95 % confidence, from 200 draws of the tested rows with"
    yield "replacement. Rows that belong together are drawn together."
    yield ""
    yield "| Metric | " + " | ".join(candidate.label for candidate in info.candidates) + " |"
    yield "|---|" + "---|" * len(info.candidates)
    for place, metric in enumerate(metrics):
        cells = " | ".join(amount(candidate.scores[place]) for candidate in info.candidates)
        better = "higher is better" if metric.higher_is_better else "lower is better"
        yield f"| {metric.label}, {better} | {cells} |"
    yield ""
    deciding = info.score(info.chosen)
    folds = ", ".join(map(short, deciding.folds))
    yield f"The models are compared by: {deciding.label.lower()}. {plain(info.metric_reason)}"
    yield f"In the single tests it was {folds}."
    yield "The model was chosen by these same tests, so its value is a little flattering."
    yield ""
    for name in info.plots:
        yield f"![{name}]({name}.svg)"
    yield ""


def _features(info: ModelInfo) -> Iterator[str]:
    yield "## Features"
    yield ""
    yield "How much worse the metric gets once the feature's values are shuffled, on rows of the last test:"
    yield ""
    yield "| Feature | Type | Worse by | Missing |"
    yield "|---|---|---|---|"
    features = {feature.name: feature for feature in info.features}
    for one in info.importances:
        feature = features[one.feature]
        spread = f"{one.value:.3g} ± {one.deviation:.2g}"
        yield f"| {plain(one.label)} | {feature.kind} | {spread} | {feature.missing:.1%} |"
    yield ""


def _use() -> Iterator[str]:
    yield "## Use and limits"
    yield ""
    yield "- Predictions hold for records like those of the training data. Each answer notes what is unlike them, and"
    yield "  `python -m app drift new.csv` tells whether a whole file is."
    yield "- What goes together here need not be cause and effect."
    yield "- Nobody checked the model for fairness between groups of people: do that before it decides about anyone."
