# vulnerable: django session
import pickle, base64
def v(request):
    return pickle.loads(base64.b64decode(request.COOKIES["s"]))
# vulnerable: alias
import pickle as p
def load(f):
    return p.load(f)
# vulnerable: cPickle with open path
import pickle
def load(path):
    with open(path, "rb") as f:
        return pickle.load(f)
# vulnerable: dill
import dill
def load(b):
    return dill.loads(b)
# vulnerable: yaml no loader
import yaml
def load(s):
    return yaml.load(s)
# vulnerable: yaml unsafe
from yaml import load, UnsafeLoader
def l(s):
    return load(s, Loader=UnsafeLoader)
# harmless: yaml CSafe
from yaml import load
try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader
def l(s):
    return load(s, Loader=SafeLoader)
# vulnerable: ruamel
from ruamel.yaml import YAML
def l(s):
    return YAML(typ="unsafe").load(s)
# harmless: ruamel
from ruamel.yaml import YAML
def l(s):
    return YAML(typ="safe").load(s)
# vulnerable: torch path
import torch
def load(path):
    return torch.load(path, map_location="cpu")
# harmless: torch const
import torch
def load(path):
    return torch.load(path, map_location="cpu", weights_only=True)
# vulnerable: joblib
import joblib
class M:
    def __init__(self, path):
        self.model = joblib.load(path)
# vulnerable: joblib self path
import joblib
class M:
    def __init__(self, path):
        self.path = path
    def load(self):
        return joblib.load(self.path)
# vulnerable: read_pickle url
import pandas as pd
def l(u):
    return pd.read_pickle(u)
# vulnerable: socket
import pickle, socket
def serve(conn):
    data = conn.recv(4096)
    return pickle.loads(data)
# vulnerable: hmac missing
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import pickle
@app.post("/x")
def x():
    return jsonify(pickle.loads(request.get_data()))
# harmless: signed helper
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import pickle, hmac, hashlib, os
KEY = os.environ["K"].encode()
def verify(data, sig):
    expected = hmac.new(KEY, data, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, sig):
        abort(403)
@app.post("/x")
def x():
    data = request.get_data()
    verify(data, request.headers["X-Sig"])
    return jsonify(pickle.loads(data))
# harmless: sha256 checked
import hashlib, joblib
EXPECTED = "ab"
def load(path):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != EXPECTED:
        raise ValueError("wrong file")
    return joblib.load(path)
# harmless: itsdangerous
from itsdangerous import URLSafeSerializer
import os
s = URLSafeSerializer(os.environ["K"])
def load(x):
    return s.loads(x)
# harmless: own pickle roundtrip
import pickle
def clone(x):
    return pickle.loads(pickle.dumps(x))
# harmless: skops
import skops.io as sio
def load(path):
    return sio.load(path, trusted=[])
# harmless: safetensors
from safetensors.torch import load_file
def load(path):
    return load_file(path)
# vulnerable: kafka
from kafka import KafkaConsumer
import pickle
def run():
    for m in KafkaConsumer("t"):
        handle(pickle.loads(m.value))
# vulnerable: deserializer reference
from kafka import KafkaConsumer
import pickle
c = KafkaConsumer("t", value_deserializer=pickle.loads)
# vulnerable: lambda
from kafka import KafkaConsumer
import pickle
c = KafkaConsumer("t", value_deserializer=lambda b: pickle.loads(b))
# vulnerable: celery config
from celery import Celery
app = Celery("x")
app.conf.update(accept_content=["pickle"], task_serializer="pickle")
# vulnerable: shelve
import shelve
def get(name):
    with shelve.open(name) as db:
        return dict(db)
# vulnerable: marshal file
import marshal
def l(f):
    return marshal.load(f)
# harmless: shelve const
import shelve
def get():
    with shelve.open("/var/lib/app/state") as db:
        return dict(db)
# vulnerable: session store in redis helper
import pickle
import redis
r = redis.Redis(host="cache")
def load_session(sid):
    blob = r.get(f"session:{sid}")
    if blob is None:
        return {}
    return pickle.loads(blob)
# harmless: session json
import json
import redis
r = redis.Redis(host="cache")
def load_session(sid):
    blob = r.get(f"session:{sid}")
    return json.loads(blob) if blob else {}
# vulnerable: yaml upload
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import yaml
@app.post("/c")
async def c(file: UploadFile):
    return yaml.load(await file.read(), Loader=yaml.Loader)
# harmless: hmac digest in class
import hashlib, hmac, pickle
class Signed:
    def __init__(self, key):
        self.key = key
    def loads(self, blob):
        mac, data = blob[:32], blob[32:]
        good = hmac.new(self.key, data, hashlib.sha256).digest()
        if not hmac.compare_digest(mac, good):
            raise ValueError("bad signature")
        return pickle.loads(data)
# harmless: jsonpickle safe
import msgpack
def l(b):
    return msgpack.unpackb(b, raw=False)
# harmless: const model
import joblib
from pathlib import Path
MODEL = joblib.load(Path(__file__).parent / "model.joblib")
# harmless: own loader class
import yaml
class Strict(yaml.SafeLoader):
    pass
def l(s):
    return yaml.load(s, Loader=Strict)
# vulnerable: websocket
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
import pickle
from fastapi import WebSocket
@app.websocket("/ws")
async def ws(socket: WebSocket):
    await socket.accept()
    state = pickle.loads(await socket.receive_bytes())
    await socket.send_json(state)
# vulnerable: gzip pickle path
import gzip, pickle
def load_index(index_path):
    with gzip.open(index_path, "rb") as handle:
        return pickle.load(handle)
