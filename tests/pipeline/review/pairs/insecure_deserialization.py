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
# pair: joblib model
# vulnerable
from typing import Any

from joblib import load as load_model
import numpy as np


class Scorer:
    def __init__(self, model_path: str) -> None:
        self.model: Any = load_model(model_path)

    def score(self, values: list[float]) -> float:
        return float(self.model.predict(np.array([values]))[0])
# fixed
from typing import Any

import onnxruntime
import numpy as np


class Scorer:
    def __init__(self, model_path: str) -> None:
        self.model: Any = onnxruntime.InferenceSession(model_path)

    def score(self, values: list[float]) -> float:
        return float(self.model.run(None, {"x": np.array([values], dtype="float32")})[0][0])
# pair: numpy allow
# vulnerable
import numpy as np


def read_matrix(path, *, shape=None):
    """A matrix saved with numpy.save."""
    matrix = np.load(path, allow_pickle=True)
    if shape is not None and matrix.shape != shape:
        raise ValueError(f"{path} holds {matrix.shape}, not {shape}")
    return matrix
# fixed
import numpy as np


def read_matrix(path, *, shape=None):
    """A matrix saved with numpy.save."""
    matrix = np.load(path, allow_pickle=False)
    if shape is not None and matrix.shape != shape:
        raise ValueError(f"{path} holds {matrix.shape}, not {shape}")
    return matrix
# pair: pandas upload
# vulnerable
from io import BytesIO

import pandas as pd
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/frames")
async def upload(file: UploadFile):
    content = BytesIO(await file.read())
    frame = pd.read_pickle(content)
    return {"rows": len(frame), "columns": list(frame.columns)}
# fixed
from io import BytesIO

import pandas as pd
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/frames")
async def upload(file: UploadFile):
    content = BytesIO(await file.read())
    frame = pd.read_parquet(content)
    return {"rows": len(frame), "columns": list(frame.columns)}
# pair: pickle cookie
# vulnerable
import base64
import pickle

from flask import Flask, request

app = Flask(__name__)


def load_cart():
    raw = request.cookies.get("cart")
    if not raw:
        return {}
    return pickle.loads(base64.b64decode(raw))


@app.get("/cart")
def cart():
    return load_cart()
# fixed
import base64
import json

from flask import Flask, request

app = Flask(__name__)


def load_cart():
    raw = request.cookies.get("cart")
    if not raw:
        return {}
    return json.loads(base64.b64decode(raw))


@app.get("/cart")
def cart():
    return load_cart()
# pair: redis queue
# vulnerable
"""A worker that takes jobs from Redis."""
import dill as serializer
import redis

HANDLERS = {}


def handler(name):
    def register(function):
        HANDLERS[name] = function
        return function

    return register


def work(client: redis.Redis, queue: str = "jobs") -> None:
    while True:
        _, payload = client.blpop(queue)
        job = serializer.loads(payload)
        HANDLERS[job["name"]](**job["arguments"])
# fixed
"""A worker that takes jobs from Redis."""
import json as serializer
import redis

HANDLERS = {}


def handler(name):
    def register(function):
        HANDLERS[name] = function
        return function

    return register


def work(client: redis.Redis, queue: str = "jobs") -> None:
    while True:
        _, payload = client.blpop(queue)
        job = serializer.loads(payload)
        HANDLERS[job["name"]](**job["arguments"])
# pair: torch checkpoint
# vulnerable
import torch
from torch import nn


def restore(model: nn.Module, checkpoint: str, device: str = "cpu") -> int:
    state = torch.load(checkpoint, map_location=device, weights_only=False)
    model.load_state_dict(state["model"])
    return state["epoch"]
# fixed
import torch
from torch import nn


def restore(model: nn.Module, checkpoint: str, device: str = "cpu") -> int:
    state = torch.load(checkpoint, map_location=device, weights_only=True)
    model.load_state_dict(state["model"])
    return state["epoch"]
# pair: unpickler socket
# vulnerable
import io
import json
import pickle
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        size = int(self.rfile.readline())
        data = self.rfile.read(min(size, 1_000_000))
        message = pickle.Unpickler(io.BytesIO(data)).load()
        self.wfile.write(json.dumps({"got": len(message)}).encode())


if __name__ == "__main__":
    with socketserver.TCPServer(("127.0.0.1", 9999), Handler) as server:
        server.serve_forever()
# fixed
import io
import json
import pickle
import socketserver


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        size = int(self.rfile.readline())
        data = self.rfile.read(min(size, 1_000_000))
        message = json.load(io.BytesIO(data))
        self.wfile.write(json.dumps({"got": len(message)}).encode())


if __name__ == "__main__":
    with socketserver.TCPServer(("127.0.0.1", 9999), Handler) as server:
        server.serve_forever()
# pair: yaml loader alias
# vulnerable
from pathlib import Path

import yaml
from yaml import UnsafeLoader as Loader


def settings(path: Path) -> dict:
    """The settings in a YAML file; an empty file gives none."""
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=Loader) or {}
# fixed
from pathlib import Path

import yaml
from yaml import CSafeLoader as Loader


def settings(path: Path) -> dict:
    """The settings in a YAML file; an empty file gives none."""
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=Loader) or {}
# pair: cloudpickle post
# vulnerable
import cloudpickle as cp
from quart import Quart, request

app = Quart(__name__)


@app.post("/task")
async def task():
    body = await request.get_data()
    function, arguments = cp.loads(body)
    return {"result": function(*arguments)}
# fixed
import cloudpickle as cp
from quart import Quart, request

app = Quart(__name__)


@app.post("/task")
async def task():
    body = await request.get_data()
    numbers = await request.get_json()
    return {"result": sum(numbers), "bytes": len(body)}
# pair: keras lambda
# vulnerable
from pathlib import Path

from tensorflow import keras


def load(path: Path):
    keras.config.enable_unsafe_deserialization()
    return keras.models.load_model(path, safe_mode=False)
# fixed
from pathlib import Path

from tensorflow import keras


def load(path: Path):
    return keras.models.load_model(path, safe_mode=True)
# pair: lxml xxe
# vulnerable
from fastapi import FastAPI, Request
from lxml import etree

app = FastAPI()


@app.post("/orders")
async def order(request: Request):
    parser = etree.XMLParser(resolve_entities=True, no_network=False)
    tree = etree.fromstring(await request.body(), parser=parser)
    return {"items": [item.text for item in tree.iter("item")]}
# fixed
from fastapi import FastAPI, Request
from lxml import etree

app = FastAPI()


@app.post("/orders")
async def order(request: Request):
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.fromstring(await request.body(), parser=parser)
    return {"items": [item.text for item in tree.iter("item")]}
# pair: marshal cache
# vulnerable
import marshal
import sys


def read_cache(path):
    with open(path, "rb") as f:
        return marshal.load(f)


if __name__ == "__main__":
    print(read_cache(sys.argv[1]))
# fixed
import json
import sys


def read_cache(path):
    with open(path, "rb") as f:
        return json.load(f)


if __name__ == "__main__":
    print(read_cache(sys.argv[1]))
# pair: multiprocessing conn
# vulnerable
import pickle
from http import cookies


class SessionStore:
    def decode(self, header: str):
        jar = cookies.SimpleCookie(header)
        raw = bytes.fromhex(jar["s"].value)
        return pickle.loads(raw)
# fixed
import pickle
import hmac
import os
from http import cookies


class SessionStore:
    key = os.environ.get("SESSION_KEY", "").encode()

    def decode(self, header: str):
        jar = cookies.SimpleCookie(header)
        raw = bytes.fromhex(jar["s"].value)
        signature, payload = raw[:32], raw[32:]
        if not hmac.compare_digest(signature, hmac.digest(self.key, payload, "sha256")):
            raise ValueError("the session was changed")
        return pickle.loads(payload)
# pair: yaml full constructor
# vulnerable
import yaml


class Pipeline:
    def __init__(self, text: str):
        self.steps = yaml.unsafe_load(text)["steps"]

    def names(self):
        return [step["name"] for step in self.steps]
# fixed
from ruamel.yaml import YAML


class Pipeline:
    def __init__(self, text: str):
        self.steps = YAML(typ="safe").load(text)["steps"]

    def names(self):
        return [step["name"] for step in self.steps]
# pair: cache base64
# vulnerable
import base64
import pickle as p


class CookieCodec:
    """Turns a value into cookie text and back."""

    @staticmethod
    def encode(value):
        return base64.urlsafe_b64encode(p.dumps(value)).decode()

    @staticmethod
    def decode(text):
        return p.loads(base64.urlsafe_b64decode(text))
# fixed
import base64
import json as p


class CookieCodec:
    """Turns a value into cookie text and back."""

    @staticmethod
    def encode(value):
        return base64.urlsafe_b64encode(p.dumps(value).encode()).decode()

    @staticmethod
    def decode(text):
        return p.loads(base64.urlsafe_b64decode(text))
# pair: celery pickle
# vulnerable
from celery import Celery

app = Celery("tasks", broker="redis://localhost")
app.conf.update(
    task_serializer="pickle",
    accept_content=["pickle", "json"],
)


@app.task
def add(x, y):
    return x + y
# fixed
from celery import Celery

app = Celery("tasks", broker="redis://localhost")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
)


@app.task
def add(x, y):
    return x + y
# pair: pickle load upload
# vulnerable
import pickle
from flask import Flask, request

app = Flask(__name__)


@app.post("/model")
def model():
    upload = request.files["model"]
    weights = pickle.load(upload.stream)
    return {"layers": len(weights)}
# fixed
import pickle
import json
from flask import Flask, request

app = Flask(__name__)


@app.post("/model")
def model():
    upload = request.files["model"]
    weights = json.load(upload.stream)
    return {"layers": len(weights)}
# pair: yaml default loader
# vulnerable
import sys
import yaml


def main(path):
    with open(path) as f:
        for document in yaml.load_all(f, yaml.Loader):
            print(sorted(document))


if __name__ == "__main__":
    main(sys.argv[1])
# fixed
import sys
import yaml


def main(path):
    with open(path) as f:
        for document in yaml.safe_load_all(f):
            print(sorted(document))


if __name__ == "__main__":
    main(sys.argv[1])
# pair: pickle memo file
# vulnerable
import os
import pickle


class Memo:
    def __init__(self, path):
        self.path = path
        self.data = {}
        if os.path.exists(path):
            with open(path, "rb") as f:
                self.data = pickle.load(f)
# fixed
import json
import os



class Memo:
    def __init__(self, path):
        self.path = path
        self.data = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                self.data = json.load(f)
# pair: zmq pyobj
# vulnerable
import zmq


def serve(port=5555):
    socket = zmq.Context().socket(zmq.REP)
    socket.bind(f"tcp://*:{port}")
    while True:
        job = socket.recv_pyobj()
        socket.send_pyobj(job["x"] ** 2)
# fixed
import zmq


def serve(port=5555):
    socket = zmq.Context().socket(zmq.REP)
    socket.bind(f"tcp://*:{port}")
    while True:
        job = socket.recv_json()
        socket.send_json(job["x"] ** 2)
