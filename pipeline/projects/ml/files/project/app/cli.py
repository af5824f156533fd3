"""The commands: train, predict and drift."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from app.batch import BatchError, check_file, predict_file
from app.card import amount
from app.main import RECORDS
from app.service import prepare_model
from app.settings import Settings
from app.table import MAX_ROWS
from app.training import train

OK, FAILED, SHIFTED = 0, 1, 3


def run_command(
    arguments: Sequence[str],
    environment: Mapping[str, str] = os.environ,
    out: TextIO = sys.stdout,
    limit: int = MAX_ROWS,
) -> int:
    """Run `train`, `predict` or `drift`, tell the result to `out`, and return the exit status.

    0: done; 1: the file cannot be used; 3: a feature of the file has shifted.
    """
    options = _parser(environment).parse_args(arguments)
    try:
        return _COMMANDS[options.command](options, out, limit)
    except BatchError as error:
        out.write(f"{error}\n")
        return FAILED


def _train(options: argparse.Namespace, out: TextIO, limit: int) -> int:
    model = train(RECORDS, options.data_dir, limit)
    for candidate in model.info.candidates:
        score = model.info.score(candidate.key)
        out.write(f"{candidate.label}: {score.label} {amount(score)}\n")
    out.write(f"{model.info.chosen_reason}\n{options.data_dir / 'models' / model.info.model_id / 'MODEL_CARD.md'}\n")
    return OK


def _predict(options: argparse.Namespace, out: TextIO, limit: int) -> int:
    model = prepare_model(RECORDS, options.data_dir, limit)
    predicted, refused = predict_file(model, options.source, options.result)
    out.write(f"{predicted} rows predicted, {refused} are no records: see the column problem of {options.result}.\n")
    return OK


def _drift(options: argparse.Namespace, out: TextIO, limit: int) -> int:
    found = check_file(prepare_model(RECORDS, options.data_dir, limit), options.source)
    for feature in found.features:
        ks = "" if feature.ks is None else f", KS {feature.ks:.3f}"
        chance = f"by chance {feature.by_chance:.3f}"
        out.write(f"{feature.verdict:6}  {feature.feature}: PSI {feature.psi:.3f} ({chance}{ks})\n")
    out.write(f"{found.rows} records: {found.verdict}\n")
    return SHIFTED if found.verdict == "shift" else OK


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, TextIO, int], int]] = {
    "train": _train,
    "predict": _predict,
    "drift": _drift,
}
COMMANDS = tuple(_COMMANDS)


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="Train the model, or use it on a file.")
    shared = argparse.ArgumentParser(add_help=False)
    data_dir = environment.get("DATA_DIR", str(Settings.data_dir))
    shared.add_argument("--data-dir", type=Path, default=Path(data_dir), help="folder of models")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("train", parents=[shared], help="train anew, and write the model card")
    predict = commands.add_parser("predict", parents=[shared], help="add predictions to the rows of a CSV file")
    predict.add_argument("source", type=Path, help="CSV file of records")
    predict.add_argument("result", type=Path, help="CSV file to write")
    drift = commands.add_parser("drift", parents=[shared], help="compare a CSV file with the training data")
    drift.add_argument("source", type=Path, help="CSV file of records")
    return parser
