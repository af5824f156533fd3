"""Training: read the data, compare the models, fit the best one on all rows, and describe it."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from app import schema
from app.artifact import Model, identity, save, versions
from app.describe import describe, refer
from app.estimators import MODELS
from app.evaluation import HeldOut, Score, cross_validate, fit, measure, usable_folds
from app.features import Encoder, Matrix, learn_encoder
from app.folds import HOW, blocks, make_folds
from app.importance import Importance, importances
from app.info import (
    CandidateInfo,
    ImportanceInfo,
    ModelInfo,
    RemovedInfo,
    ScoreInfo,
    SplitInfo,
    TargetInfo,
)
from app.plots import draw_plots
from app.table import MAX_ROWS, SEED, Table, read_table
from app.task import METRICS, as_target, constants, strata
from app.threads import one_thread
from app.wording import short

logger = logging.getLogger(__name__)


def train(records: Path, data_dir: Path, limit: int = MAX_ROWS) -> Model:
    """Train on at most `limit` rows of the file, and keep the model in `data_dir`; the same file, the same model."""
    with one_thread():
        table = read_table(records, limit)
        logger.info("Learning from %d of %d rows.", table.rows, table.known)
        return _train(table, data_dir, identity(records, limit))


def _train(table: Table, data_dir: Path, model_id: str) -> Model:
    encoder = learn_encoder(schema.FEATURES, table.columns)
    matrix, target = encoder.matrix(table.columns), as_target(table.target)
    folds = usable_folds(make_folds(strata(target), table.split_by), target)
    units = blocks(table.split_by, strata(target))
    tested = {key: cross_validate(build, encoder, matrix, target, folds) for key, (_, build) in MODELS.items()}
    scores = {key: measure(each, target, folds, units) for key, each in tested.items()}
    chosen = choose(scores)
    for key in MODELS:
        logger.info("%s: %s %.4g.", MODELS[key][0], schema.METRIC, _deciding(scores[key]))
    pipeline = fit(MODELS[chosen][1](encoder, table.rows), matrix, target)
    last = folds[-1][1]
    needed = importances(tested[chosen].last_model, encoder, matrix[last], target[last])
    info = _info(table, encoder, model_id, tested[chosen], target, scores, chosen, needed)
    plots = draw_plots(target[tested[chosen].rows], tested[chosen].predicted, info)
    return save(Model(pipeline, encoder, info.model_copy(update={"plots": plots})), data_dir)


def choose(scores: Mapping[str, Sequence[Score]]) -> str:
    """The key of the model that does best by the metric that decides; of equals the simplest."""
    sign = 1 if METRICS[schema.METRIC].higher_is_better else -1
    return max(scores, key=lambda key: sign * round(_deciding(scores[key]), 12))


def _deciding(scores: Sequence[Score]) -> float:
    return next(score.value for score in scores if score.key == schema.METRIC)


def _info(
    table: Table,
    encoder: Encoder,
    model_id: str,
    tested: HeldOut,
    target: Matrix,
    scores: Mapping[str, Sequence[Score]],
    chosen: str,
    needed: Sequence[Importance],
) -> ModelInfo:
    labels = {feature.name: feature.label for feature in schema.FEATURES}
    return ModelInfo(
        model_id=model_id,
        model_sha256="",
        title=schema.ABOUT.title,
        source=schema.ABOUT.source,
        synthetic=schema.ABOUT.synthetic,
        rows=table.known,
        learned_rows=table.rows,
        tested_rows=len(tested.rows),
        seed=SEED,
        target=TargetInfo(
            name=schema.TARGET.name,
            label=schema.TARGET.label,
            unit=schema.TARGET.unit,
            task=schema.TASK,
            classes=list(schema.CLASSES),
            reason=schema.ABOUT.target_reason,
        ),
        split=SplitInfo(kind=schema.SPLIT, column=schema.SPLIT_BY, how=HOW, reason=schema.ABOUT.split_reason),
        metric=schema.METRIC,
        metric_reason=schema.ABOUT.metric_reason,
        chosen=chosen,
        chosen_reason=reason_for(scores, chosen),
        candidates=[_candidate(key, scores[key]) for key in MODELS],
        constants=constants(target[tested.rows], tested.predicted),
        importances=[
            ImportanceInfo(feature=one.feature, label=labels[one.feature], value=one.value, deviation=one.deviation)
            for one in needed
        ],
        features=[describe(feature, table.columns[feature.name]) for feature in schema.FEATURES],
        removed=[RemovedInfo(name=name, label=label, reason=reason) for name, label, reason in schema.REMOVED],
        reference=[refer(feature, table.columns[feature.name]) for feature in schema.FEATURES],
        vocabulary=dict(encoder.vocabulary),
        plots={},
        versions=versions(),
    )


def _candidate(key: str, scores: Sequence[Score]) -> CandidateInfo:
    return CandidateInfo(
        key=key,
        label=MODELS[key][0],
        scores=[
            ScoreInfo(
                metric=score.key,
                label=METRICS[score.key].label,
                value=score.value,
                low=score.low,
                high=score.high,
                folds=list(score.folds),
                higher_is_better=METRICS[score.key].higher_is_better,
            )
            for score in scores
        ],
    )


def reason_for(scores: Mapping[str, Sequence[Score]], chosen: str) -> str:
    """Why a model was chosen, beside the guess."""
    label = METRICS[schema.METRIC].label
    if chosen == "guess":
        return f"No model does better than a guess that ignores the features ({label}): do not rely on its predictions."
    guess, best = _deciding(scores["guess"]), _deciding(scores[chosen])
    beside = f"with {short(best)} where the guess has {short(guess)}"
    return f"{MODELS[chosen][0]}: the best of the three by “{label}”, {beside}."
