"""The HTTP interface to the model."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Response

from app.answers import Prediction
from app.artifact import Model
from app.card import model_card
from app.drift import Drift, check_drift
from app.features import Cell, by_feature
from app.info import ModelInfo
from app.models import Batch, Health, Predictions, Problem, Readiness, Record
from app.pages import load_page
from app.prediction import predict_records
from app.schema import FEATURES
from app.service import ready_model
from app.web import json_response

router = APIRouter()

PAGE = load_page()

ReadyModel = Annotated[Model, Depends(ready_model)]

NOT_READY: dict[int | str, dict[str, Any]] = {503: {"model": Problem}}
REFUSED: dict[int | str, dict[str, Any]] = {422: {"model": Problem}, **NOT_READY}


@router.get("/", include_in_schema=False)
async def page() -> Response:
    """The page to try a prediction."""
    return PAGE.response()


@router.get("/health", response_model=Health)
async def health() -> Response:
    """Whether the process answers."""
    return json_response('{"status": "ok"}')


@router.get("/ready", responses=NOT_READY)
def ready(model: ReadyModel) -> Readiness:
    """Whether there is a model, and how many rows it could learn from."""
    return Readiness(status="ready", rows=model.info.rows)


@router.get("/api/model", responses=NOT_READY)
def read_model(model: ReadyModel) -> ModelInfo:
    """The model: what it predicts from what, how it was tested, and how good it is."""
    return model.info


@router.get("/api/card", responses={200: {"content": {"text/markdown": {}}}, **NOT_READY}, response_class=Response)
def read_card(model: ReadyModel) -> Response:
    """The model card, as Markdown."""
    return Response(model_card(model.info), media_type="text/markdown")


@router.get(
    "/api/plots/{name}",
    responses={200: {"content": {"image/svg+xml": {}}}, 404: {"model": Problem}, **REFUSED},
    response_class=Response,
)
def read_plot(name: str, model: ReadyModel) -> Response:
    """One of the model card's plots, as SVG."""
    if name not in model.info.plots:
        raise HTTPException(404, f"There is no such plot; there are {', '.join(model.info.plots)}.")
    return Response(model.info.plots[name], media_type="image/svg+xml")


@router.post("/predict", responses=REFUSED)
def predict(record: Record, model: ReadyModel) -> Prediction:
    """The prediction for one record."""
    return predict_records(model, [record.model_dump(by_alias=True)])[0]


@router.post("/predict/batch", responses=REFUSED)
def predict_batch(batch: Batch, model: ReadyModel) -> Predictions:
    """The prediction for each of many records."""
    return Predictions(predictions=predict_records(model, as_records(batch)))


@router.post("/drift", responses=REFUSED)
def drift(batch: Batch, model: ReadyModel) -> Drift:
    """How far records are from the data that the model was trained on."""
    return check_drift(model.info, FEATURES, by_feature(as_records(batch), FEATURES))


def as_records(batch: Batch) -> list[dict[str, Cell]]:
    """The records by the names of their features."""
    return [record.model_dump(by_alias=True) for record in batch.records]
