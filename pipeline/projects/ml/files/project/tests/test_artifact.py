"""Models on disk."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
import skops.io
from skops.io.exceptions import UntrustedTypesFoundException

from app import schema
from app.artifact import CARD, INFO, MODELS, PIPELINE, DamagedModelError, identity, load, save
from app.card import model_card
from app.features import by_feature
from app.info import RemovedInfo
from app.main import RECORDS
from app.service import prepare_model
from tests.helpers import LIMIT, data_dir, records, small_model


class Stranger:
    """A type that no model is made of."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the model of the tests."""
    small_model()
    shutil.copytree(data_dir() / MODELS, tmp_path / MODELS)
    return tmp_path


def model_folder(folder: Path) -> Path:
    return folder / MODELS / small_model().info.model_id


def test_a_model_is_read_back_as_it_was(folder: Path) -> None:
    found = load(folder, identity(RECORDS, LIMIT))
    assert found
    matrix = found.encoder.matrix(by_feature(records(5), schema.FEATURES))
    assert found.pipeline.predict(matrix).tolist() == small_model().pipeline.predict(matrix).tolist()
    assert found.encoder == small_model().encoder


def test_the_card_and_the_plots_lie_beside_it(folder: Path) -> None:
    found = load(folder, small_model().info.model_id)
    assert found
    assert (model_folder(folder) / CARD).read_text(encoding="utf-8") == model_card(found.info)
    for name, svg in found.info.plots.items():
        assert (model_folder(folder) / f"{name}.svg").read_text(encoding="utf-8") == svg
        assert f"![{name}]({name}.svg)" in model_card(found.info)


def test_the_card_says_what_counts() -> None:
    info = small_model().info
    card = model_card(info)
    assert card.startswith("# Model card: ")
    assert f"{info.rows:,} rows" in card
    assert f"`{info.model_id}`" in card
    assert f"{info.learned_rows:,} of them" in card or info.learned_rows == info.rows
    assert card.count("\n| ") == 2 + len(info.candidates[0].scores) + len(info.features)
    assert ("made up" in model_card(info.model_copy(update={"synthetic": True}))) is True
    assert ("made up" in model_card(info.model_copy(update={"synthetic": False}))) is False
    classes = info.target.model_copy(update={"classes": ["a_b", "c"], "unit": "m²"})
    labelled = model_card(info.model_copy(update={"target": classes}))
    assert "- Classes: a\\_b, c." in labelled
    assert "** in m²" in labelled
    named = [RemovedInfo(name="x", label="An id", reason="It numbers the rows.")]
    assert "- An id: It numbers the rows." in model_card(info.model_copy(update={"removed": named}))
    assert "Not learned from" not in model_card(info.model_copy(update={"removed": []}))
    part = info.model_copy(update={"learned_rows": info.rows - 1})
    assert "drawn by chance with a fixed seed" in model_card(part)


def test_there_is_none_where_none_was_saved(tmp_path: Path) -> None:
    assert load(tmp_path, "0123456789abcdef") is None


def test_a_file_that_was_changed_is_not_loaded(folder: Path) -> None:
    path = model_folder(folder) / PIPELINE
    path.write_bytes(path.read_bytes() + b"\x00")
    with pytest.raises(DamagedModelError, match="is not the file that training wrote"):
        load(folder, small_model().info.model_id)


def test_a_changed_file_is_made_anew(tmp_path: Path) -> None:
    few = LIMIT // 4
    before = prepare_model(RECORDS, tmp_path, few).info
    path = tmp_path / MODELS / before.model_id / PIPELINE
    path.write_bytes(b"")
    again = prepare_model(RECORDS, tmp_path, few).info
    assert (again.model_id, again.candidates) == (before.model_id, before.candidates)
    assert path.stat().st_size > 0


def test_a_file_with_other_types_is_not_loaded(folder: Path) -> None:
    path = model_folder(folder) / PIPELINE
    skops.io.dump(Stranger(), path)
    info = small_model().info.model_copy(update={"model_sha256": load_digest(path)})
    (model_folder(folder) / INFO).write_text(info.model_dump_json(), encoding="utf-8")
    with pytest.raises(UntrustedTypesFoundException):
        load(folder, info.model_id)


def test_a_model_is_trained_once(folder: Path) -> None:
    before = (model_folder(folder) / INFO).stat().st_mtime_ns
    prepare_model(RECORDS, folder, LIMIT)
    assert (model_folder(folder) / INFO).stat().st_mtime_ns == before


def test_other_data_is_another_model(tmp_path: Path) -> None:
    changed = tmp_path / "records.csv"
    changed.write_bytes(RECORDS.read_bytes() + b"\n")
    names = {identity(RECORDS, LIMIT), identity(changed, LIMIT), identity(RECORDS, LIMIT + 1)}
    assert len(names) == 3


def test_only_the_last_two_models_are_kept(folder: Path) -> None:
    root = folder / MODELS
    for age, name in enumerate(["oldest", "older"]):
        (root / name).mkdir()
        os.utime(root / name, (age, age))
    save(small_model(), folder)
    assert sorted(path.name for path in root.iterdir()) == sorted(["older", small_model().info.model_id])


def load_digest(path: Path) -> str:
    """The digest that a model of this file would have."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
