"""A trained model on disk: one folder for each model, complete or not there at all.

The model is written by skops, which stores numbers and names, and is read back with a list of the types that it may
hold: unlike a pickle, the file cannot run code. Its SHA-256 is kept beside it and checked first.
"""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import skops.io
from sklearn.pipeline import Pipeline

from app import schema
from app.card import model_card
from app.features import Encoder
from app.info import ModelInfo

MODELS = "models"
PIPELINE = "model.skops"
INFO = "model.json"
CARD = "MODEL_CARD.md"
KEPT = 2
"""How many models stay on disk: the newest and the one before."""
FORMAT = 1
"""Counts changes of what a model's folder holds."""
TRUSTED = [
    "functools.partial",
    "numpy.dtype",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.model_selection._split.KFold",
    "sklearn.model_selection._split.StratifiedKFold",
    "sklearn.utils.validation.check_array",
]
"""Types beyond the usual ones of skops that a model of this project is made of."""
BLOCK_BYTES = 1 << 20


class DamagedModelError(Exception):
    """A model's file is not the one that was written."""


@dataclass(frozen=True)
class Model:
    """A fitted pipeline, how records become its input, and what is known about it."""

    pipeline: Pipeline
    encoder: Encoder
    info: ModelInfo


def versions() -> dict[str, str]:
    """The libraries that a model depends on."""
    return {name: version(name) for name in ("numpy", "scikit-learn", "skops")}


def identity(records: Path, limit: int) -> str:
    """What makes a model another one: the data, the plan, the number of rows, and the libraries."""
    digest = hashlib.sha256(repr((FORMAT, limit, sorted(versions().items()), schema.PLAN)).encode())
    with records.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()[:16]


def save(model: Model, data_dir: Path) -> Model:
    """Write the model's folder beside its place, then move it there; older models are removed but for the last."""
    root = data_dir / MODELS
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=root))
    skops.io.dump(model.pipeline, folder / PIPELINE)
    info = model.info.model_copy(update={"model_sha256": _digest(folder / PIPELINE)})
    (folder / INFO).write_text(info.model_dump_json(indent=1), encoding="utf-8")
    (folder / CARD).write_text(model_card(info), encoding="utf-8")
    for name, svg in info.plots.items():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    place = root / info.model_id
    shutil.rmtree(place, ignore_errors=True)
    folder.rename(place)
    _tidy(root)
    return Model(model.pipeline, model.encoder, info)


def load(data_dir: Path, model_id: str) -> Model | None:
    """The model of this identity; None if there is none, DamagedModelError if its file was changed."""
    folder = data_dir / MODELS / model_id
    if not (folder / INFO).is_file():
        return None
    info = ModelInfo.model_validate_json((folder / INFO).read_text(encoding="utf-8"))
    if _digest(folder / PIPELINE) != info.model_sha256:
        raise DamagedModelError(f"{folder / PIPELINE} is not the file that training wrote; delete its folder.")
    pipeline: Pipeline = skops.io.load(folder / PIPELINE, trusted=TRUSTED)
    return Model(pipeline, Encoder(schema.FEATURES, info.vocabulary), info)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _tidy(root: Path) -> None:
    folders = sorted(root.iterdir(), key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    for folder in folders[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
