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
