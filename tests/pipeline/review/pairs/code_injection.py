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
