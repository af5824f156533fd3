"""The models that are compared: a guess that ignores the features, a linear model, and boosted trees."""

from collections.abc import Callable, Mapping

from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler, TargetEncoder

from app.features import Encoder
from app.task import INNER_FOLDS, TARGET_TYPE, guess, linear, trees

Build = Callable[[Encoder, int], Pipeline]
"""Makes a model for the columns of an encoder and so many rows."""


def build_guess(_encoder: Encoder, _rows: int) -> Pipeline:
    """Always the same answer: what a model has to beat."""
    return make_pipeline(guess())


def build_linear(encoder: Encoder, _rows: int) -> Pipeline:
    """A linear model of scaled amounts and a column for each frequent category."""
    few = make_pipeline(
        SimpleImputer(strategy="constant", fill_value=-1),
        OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=2, sparse_output=False),
    )
    amounts = make_pipeline(SimpleImputer(keep_empty_features=True, add_indicator=True), StandardScaler())
    many = make_pipeline(_mean_of_target(), StandardScaler())
    return make_pipeline(_by_columns(encoder, {"few": few, "amounts": amounts, "many": many}), linear())


def build_trees(encoder: Encoder, rows: int) -> Pipeline:
    """Gradient-boosted trees, which take missing values and categories as they are."""
    columns = _by_columns(encoder, {"few": "passthrough", "amounts": "passthrough", "many": _mean_of_target()})
    return make_pipeline(columns, trees(range(len(encoder.few)), rows))


MODELS: Mapping[str, tuple[str, Build]] = {
    "guess": ("Guess without features", build_guess),
    "linear": ("Linear model", build_linear),
    "trees": ("Gradient-boosted trees", build_trees),
}
"""The models by key, each with its name for people, the simplest first."""


def _mean_of_target() -> TargetEncoder:
    return TargetEncoder(target_type=TARGET_TYPE, cv=INNER_FOLDS)


def _by_columns(encoder: Encoder, steps: Mapping[str, object]) -> ColumnTransformer:
    places = encoder.places()
    groups = {"few": encoder.few, "amounts": encoder.amounts, "many": encoder.many}
    columns = {name: [place for feature in group for place in places[feature.name]] for name, group in groups.items()}
    return ColumnTransformer([(name, steps[name], columns[name]) for name in groups if columns[name]])
