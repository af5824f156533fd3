# pair: calculator with eval
# vulnerable
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.post("/calculate")
def calculate():
    expression = request.json["expression"]
    return jsonify(result=eval(expression, {"__builtins__": {}}))
# fixed
import ast
import operator

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}


def evaluate(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](evaluate(node.left), evaluate(node.right))
    raise ValueError("unsupported expression")


@app.post("/calculate")
def calculate():
    expression = request.json["expression"]
    try:
        tree = ast.parse(expression, mode="eval")
        return jsonify(result=evaluate(tree.body))
    except (SyntaxError, ValueError):
        abort(400)
# pair: settings by exec
# vulnerable
def load_settings(path):
    namespace = {}
    with open(path, encoding="utf-8") as file:
        exec(file.read(), namespace)
    return namespace
# fixed
import tomllib


def load_settings(path):
    with open(path, "rb") as file:
        return tomllib.load(file)
# pair: compiled filter of a client
# vulnerable
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
RECORDS = [{"age": 3}, {"age": 5}]


class Query(BaseModel):
    condition: str


@app.post("/filter")
async def filter_records(query: Query):
    code = compile(query.condition, "<filter>", "eval")
    return [record for record in RECORDS if eval(code, {}, record)]
# fixed
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
RECORDS = [{"age": 3}, {"age": 5}]


class Query(BaseModel):
    field: Literal["age"]
    at_least: int


@app.post("/filter")
async def filter_records(query: Query):
    return [record for record in RECORDS if record[query.field] >= query.at_least]
# pair: method by name
# vulnerable
from django.http import JsonResponse

from reports import exporters


def export(request, kind):
    maker = getattr(exporters, "make_" + kind)
    return JsonResponse(maker(request.user))
# fixed
from django.http import Http404, JsonResponse

from reports import exporters

MAKERS = {"daily": exporters.make_daily, "weekly": exporters.make_weekly}


def export(request, kind):
    try:
        maker = MAKERS[kind]
    except KeyError:
        raise Http404 from None
    return JsonResponse(maker(request.user))
# pair: literal typed on the command line
# vulnerable
def ask_for_list():
    text = input("A list of numbers, such as [1, 2]: ")
    numbers = eval(text)
    return sum(numbers)
# fixed
from ast import literal_eval


def ask_for_list():
    text = input("A list of numbers, such as [1, 2]: ")
    numbers = literal_eval(text)
    return sum(numbers)
# pair: plugin of a client
# vulnerable
import importlib

from aiohttp import web

routes = web.RouteTableDef()


@routes.post("/plugins")
async def run_plugin(request):
    body = await request.json()
    plugin = importlib.import_module(f"plugins.{body['name']}")
    return web.json_response(await plugin.run())
# fixed
import importlib

from aiohttp import web

routes = web.RouteTableDef()
PLUGINS = {"thumbnails", "search"}


@routes.post("/plugins")
async def run_plugin(request):
    body = await request.json()
    if body["name"] not in PLUGINS:
        raise web.HTTPNotFound()
    plugin = importlib.import_module(f"plugins.{body['name']}")
    return web.json_response(await plugin.run())
# pair: format string of a client
# vulnerable
from flask import Flask, request

from shop.models import current_user

app = Flask(__name__)


@app.route("/greeting")
def greeting():
    template = request.args.get("template", "Hello {user.name}")
    return {"text": template.format(user=current_user())}
# fixed
from string import Template

from flask import Flask, request

from shop.models import current_user

app = Flask(__name__)


@app.route("/greeting")
def greeting():
    template = Template(request.args.get("template", "Hello $name"))
    return {"text": template.safe_substitute(name=current_user().name)}
# pair: rules of a form
# vulnerable
from django.http import JsonResponse
from django.views.decorators.http import require_POST


@require_POST
def apply_rule(request):
    rule = request.POST.get("rule")
    scope = {"order": request.session.get("order")}
    exec(rule, scope)
    return JsonResponse({"order": scope["order"]})
# fixed
from django.http import HttpResponseBadRequest, JsonResponse
from django.views.decorators.http import require_POST

from shop.rules import discount, free_shipping

RULES = {"discount": discount, "free_shipping": free_shipping}


@require_POST
def apply_rule(request):
    rule = RULES.get(request.POST.get("rule"))
    if rule is None:
        return HttpResponseBadRequest()
    return JsonResponse({"order": rule(request.session.get("order"))})
# pair: lambda of a text
# vulnerable
def make_filter(expression: str):
    return eval(f"lambda row: {expression}")
# fixed
import operator

OPERATORS = {"<": operator.lt, ">": operator.gt, "==": operator.eq}


def make_filter(column: str, sign: str, value: float):
    compare = OPERATORS[sign]
    return lambda row: compare(row[column], value)
# pair: function by name from the module
# vulnerable
from fastapi import FastAPI

import actions

app = FastAPI()


@app.post("/run/{action}")
async def run(action: str):
    return await getattr(actions, action)()
# fixed
from enum import Enum

from fastapi import FastAPI

import actions

app = FastAPI()


class Action(str, Enum):
    rebuild = "rebuild"
    refresh = "refresh"


@app.post("/run/{action}")
async def run(action: Action):
    return await getattr(actions, action.value)()
# pair: websocket console
# vulnerable
from aiohttp import web


async def console(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        await ws.send_str(repr(eval(message.data)))
    return ws
# fixed
import json

from aiohttp import web

COMMANDS = {"ping": lambda: "pong"}


async def console(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        command = COMMANDS.get(message.data)
        await ws.send_str(json.dumps(command() if command else "unknown"))
    return ws
# pair: dynamic class by __import__
# vulnerable
def load_backend(path):
    module_name, class_name = path.rsplit(".", 1)
    module = __import__(module_name, fromlist=[class_name])
    return getattr(module, class_name)()
# fixed
from backends.local import LocalBackend
from backends.s3 import S3Backend

BACKENDS = {"local": LocalBackend, "s3": S3Backend}


def load_backend(name):
    return BACKENDS[name]()
# pair: number in a configuration
# vulnerable
import os


def worker_count():
    return eval(os.environ.get("WORKERS", "2 * 2"))
# fixed
import os


def worker_count():
    return int(os.environ.get("WORKERS", "4"))
# pair: pandas expression
# vulnerable
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
frame = pd.read_csv("sales.csv")


@app.get("/sales")
def sales():
    return frame.query(request.args["filter"]).to_json()
# fixed
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
frame = pd.read_csv("sales.csv")


@app.get("/sales")
def sales():
    return frame[frame["region"] == request.args["region"]].to_json()
