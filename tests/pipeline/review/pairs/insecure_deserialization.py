# pair: pickle in a cookie
# vulnerable
import base64
import pickle

from flask import Flask, request

app = Flask(__name__)


@app.route("/cart")
def cart():
    raw = base64.b64decode(request.cookies.get("cart", ""))
    return {"items": pickle.loads(raw)}
# fixed
import base64
import json

from flask import Flask, request

app = Flask(__name__)


@app.route("/cart")
def cart():
    raw = base64.b64decode(request.cookies.get("cart", ""))
    return {"items": json.loads(raw)}
# pair: yaml settings
# vulnerable
import yaml


def read_settings(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.Loader)
# fixed
import yaml


def read_settings(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.SafeLoader)
# pair: model file of a client
# vulnerable
import io

import torch
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/models")
async def add_model(model: UploadFile):
    weights = torch.load(io.BytesIO(await model.read()))
    return {"layers": len(weights)}
# fixed
import io

import torch
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/models")
async def add_model(model: UploadFile):
    weights = torch.load(io.BytesIO(await model.read()), weights_only=True)
    return {"layers": len(weights)}
# pair: signed payload of a queue
# vulnerable
import pickle

import redis

queue = redis.Redis()


def work():
    while True:
        _, payload = queue.blpop("jobs")
        job = pickle.loads(payload)
        job.run()
# fixed
import hashlib
import hmac
import os
import pickle

import redis

queue = redis.Redis()
KEY = os.environb[b"JOB_KEY"]


def work():
    while True:
        _, payload = queue.blpop("jobs")
        signature, body = payload[:32], payload[32:]
        expected = hmac.new(KEY, body, hashlib.sha256).digest()
        if not hmac.compare_digest(signature, expected):
            continue
        job = pickle.loads(body)
        job.run()
# pair: objects by jsonpickle
# vulnerable
import jsonpickle
from django.http import JsonResponse


def restore(request):
    state = jsonpickle.decode(request.body.decode())
    return JsonResponse({"name": state.name})
# fixed
from django.http import JsonResponse

from game.schemas import State


def restore(request):
    state = State.model_validate_json(request.body)
    return JsonResponse({"name": state.name})
# pair: data frame from a path
# vulnerable
import pandas as pd


class Store:
    def __init__(self, folder):
        self.folder = folder

    def load(self, name):
        return pd.read_pickle(f"{self.folder}/{name}.pkl")
# fixed
import pandas as pd


class Store:
    def __init__(self, folder):
        self.folder = folder

    def load(self, name):
        return pd.read_parquet(f"{self.folder}/{name}.parquet")
# pair: marshal over a socket
# vulnerable
import marshal
import socket


def serve(port):
    with socket.create_server(("127.0.0.1", port)) as server:
        server.settimeout(60)
        connection, _ = server.accept()
        return marshal.loads(connection.recv(65536))
# fixed
import json
import socket


def serve(port):
    with socket.create_server(("127.0.0.1", port)) as server:
        server.settimeout(60)
        connection, _ = server.accept()
        return json.loads(connection.recv(65536))
# pair: celery with yaml
# vulnerable
import yaml
from celery import shared_task


@shared_task
def import_catalogue(document):
    catalogue = yaml.load(document, yaml.FullLoader)
    return len(catalogue["items"])
# fixed
import yaml
from celery import shared_task


@shared_task
def import_catalogue(document):
    catalogue = yaml.safe_load(document)
    return len(catalogue["items"])
# pair: joblib of an upload
# vulnerable
import joblib
from flask import Flask, request

app = Flask(__name__)


@app.post("/predict")
def predict():
    model = joblib.load(request.files["model"])
    return {"prediction": model.predict([request.json["row"]]).tolist()}
# fixed
from pathlib import Path

import joblib
from flask import Flask, abort, request

app = Flask(__name__)
MODELS = {path.stem: path for path in Path("models").glob("*.joblib")}


@app.post("/predict")
def predict():
    path = MODELS.get(request.json["model"])
    if path is None:
        abort(404)
    model = joblib.load(path)
    return {"prediction": model.predict([request.json["row"]]).tolist()}
# pair: unpickler
# vulnerable
import io
import pickle


def restore(data: bytes):
    return pickle.Unpickler(io.BytesIO(data)).load()
# fixed
import builtins
import io
import pickle

SAFE = {"range", "set", "frozenset"}


class RestrictedUnpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if module == "builtins" and name in SAFE:
            return getattr(builtins, name)
        raise pickle.UnpicklingError(f"{module}.{name} is forbidden")


def restore(data: bytes):
    return RestrictedUnpickler(io.BytesIO(data)).load()
# pair: shelf of a tenant
# vulnerable
import shelve

from fastapi import FastAPI

app = FastAPI()


@app.get("/state/{tenant}")
def state(tenant: str):
    with shelve.open(f"state/{tenant}") as shelf:
        return dict(shelf)
# fixed
import json
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI

app = FastAPI()


@app.get("/state/{tenant}")
def state(tenant: UUID):
    return json.loads(Path("state", f"{tenant}.json").read_text())
# pair: response of another service
# vulnerable
import pickle

import requests


def fetch_features(url):
    response = requests.get(url, timeout=10)
    response.raise_for_status()
    return pickle.loads(response.content)
# fixed
import requests


def fetch_features(url):
    response = requests.get(url, timeout=10)
    response.raise_for_status()
    return response.json()
# pair: cache
# vulnerable
from pickle import dumps, loads


class Cache:
    def __init__(self, client):
        self.client = client

    def get(self, key):
        raw = self.client.get(key)
        return loads(raw) if raw else None

    def put(self, key, value):
        self.client.set(key, dumps(value))
# fixed
from json import dumps, loads


class Cache:
    def __init__(self, client):
        self.client = client

    def get(self, key):
        raw = self.client.get(key)
        return loads(raw) if raw else None

    def put(self, key, value):
        self.client.set(key, dumps(value))
# pair: numpy file
# vulnerable
import numpy as np
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/array")
async def array(file: UploadFile):
    return {"mean": float(np.load(file.file, allow_pickle=True).mean())}
# fixed
import numpy as np
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/array")
async def array(file: UploadFile):
    return {"mean": float(np.load(file.file, allow_pickle=False).mean())}
