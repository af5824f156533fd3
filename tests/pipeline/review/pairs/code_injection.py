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
# pair: calculator
# vulnerable
from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/calc")
def calc(expression: str):
    try:
        return {"result": eval(expression)}
    except Exception as error:
        raise HTTPException(400, "cannot compute that") from error
# fixed
import ast
import operator
from fastapi import FastAPI, HTTPException

app = FastAPI()
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}


def compute(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](compute(node.left), compute(node.right))
    raise ValueError("unsupported")


@app.get("/calc")
def calc(expression: str):
    try:
        return {"result": compute(ast.parse(expression, mode="eval").body)}
    except Exception as error:
        raise HTTPException(400, "cannot compute that") from error
# pair: discord command
# vulnerable
"""A chat bot's owner commands."""
import asyncio
import contextlib
import io
import json

class Owner:
    def __init__(self, bot):
        self.bot = bot

    async def on_message(self, message):
        if not message.content.startswith("!run "):
            return
        out = io.StringIO()
        code = message.content[5:]
        with contextlib.redirect_stdout(out):
            exec(code)
        await asyncio.sleep(0)
        await message.channel.send(out.getvalue())
# fixed
"""A chat bot's owner commands."""
import asyncio
import contextlib
import io
import json

def describe(text: str) -> str:
    return json.dumps(json.loads(text), indent=2)


class Owner:
    def __init__(self, bot):
        self.bot = bot

    async def on_message(self, message):
        if not message.content.startswith("!run "):
            return
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            print(describe(message.content[5:]))
        await asyncio.sleep(0)
        await message.channel.send(out.getvalue())
# pair: exec plugin
# vulnerable
import importlib
import sys
from pathlib import Path



def run_plugin(name: str, data: list[dict]) -> str:
    source = Path("plugins", name + ".py").read_text()
    scope: dict = {}
    exec(compile(source, name, "exec"), scope)
    return scope["export"](data)


if __name__ == "__main__":
    print(run_plugin(sys.argv[1], [{"a": 1}]))
# fixed
import importlib
import sys
from pathlib import Path

PLUGINS = {"csv": "exporters.csv", "xlsx": "exporters.xlsx"}


def run_plugin(name: str, data: list[dict]) -> str:
    if name not in PLUGINS:
        raise KeyError(name)
    return importlib.import_module(PLUGINS[name]).export(data)


if __name__ == "__main__":
    print(run_plugin(sys.argv[1], [{"a": 1}]))
# pair: getattr builtin
# vulnerable
import builtins
import math



class Formula:
    def __init__(self, text: str) -> None:
        self.text = text

    def value(self, x: float) -> float:
        evaluate = getattr(builtins, "eval")
        return evaluate(self.text, {"x": x, "math": math})
# fixed
import builtins
import math

FUNCTIONS = {"sqrt": math.sqrt, "log": math.log}


class Formula:
    def __init__(self, text: str) -> None:
        self.text = text

    def value(self, x: float) -> float:
        return FUNCTIONS[self.text](x)
# pair: literal config
# vulnerable
import configparser


def thresholds(path: str) -> dict[str, tuple[float, float]]:
    parser = configparser.ConfigParser()
    parser.read(path)
    return {key: eval(value) for key, value in parser["thresholds"].items()}
# fixed
import ast
import configparser


def thresholds(path: str) -> dict[str, tuple[float, float]]:
    parser = configparser.ConfigParser()
    parser.read(path)
    return {key: ast.literal_eval(value) for key, value in parser["thresholds"].items()}
# pair: pandas query
# vulnerable
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
frame = pd.read_csv("houses.csv")


@app.get("/houses")
def houses():
    condition = request.args.get("filter", "price > 0")
    return frame.query(condition, engine="python").to_dict("records")
# fixed
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
frame = pd.read_csv("houses.csv")


@app.get("/houses")
def houses():
    lowest = float(request.args.get("min_price", 0))
    return frame[frame["price"] > lowest].to_dict("records")
# pair: dispatch dict
# vulnerable
import sys


COMMANDS = {"show": print, "calc": eval}


def main(argv):
    name, *rest = argv
    print(COMMANDS[name](" ".join(rest)))


if __name__ == "__main__":
    main(sys.argv[1:])
# fixed
import sys
from ast import literal_eval


COMMANDS = {"show": print, "calc": literal_eval}


def main(argv):
    name, *rest = argv
    print(COMMANDS[name](" ".join(rest)))


if __name__ == "__main__":
    main(sys.argv[1:])
# pair: dynamic import
# vulnerable
import importlib

from flask import Flask, abort, request

app = Flask(__name__)


@app.post("/report")
def report():
    kind = request.json["kind"]
    module = importlib.import_module(f"reports.{kind}")
    return module.build(request.json)
# fixed
import importlib

from flask import Flask, abort, request

app = Flask(__name__)
REPORTS = {"sales": "reports.sales", "stock": "reports.stock"}


@app.post("/report")
def report():
    kind = request.json["kind"]
    if kind not in REPORTS:
        abort(404)
    module = importlib.import_module(REPORTS[kind])
    return module.build(request.json)
# pair: getattr user
# vulnerable
import math

from fastapi import FastAPI, HTTPException

app = FastAPI()
import subprocess as tools


@app.get("/apply/{function}")
def apply(function: str, value: str):
    return {"result": str(getattr(tools, function)(value))}
# fixed
import math

from fastapi import FastAPI, HTTPException

app = FastAPI()
TOOLS = {"sin": math.sin, "cos": math.cos}


@app.get("/apply/{function}")
def apply(function: str, value: str):
    if function not in TOOLS:
        raise HTTPException(404)
    return {"result": str(TOOLS[function](float(value)))}
# pair: lambda rule
# vulnerable
from dataclasses import dataclass


@dataclass
class Rule:
    column: str
    expression: str

    def compile(self):
        return eval("lambda row: " + self.expression)


def apply(rules, rows):
    checks = [rule.compile() for rule in rules]
    return [row for row in rows if all(check(row) for check in checks)]
# fixed
from dataclasses import dataclass
import operator

COMPARE = {"<": operator.lt, ">": operator.gt}


@dataclass
class Rule:
    column: str
    expression: str

    def compile(self):
        sign, _, limit = self.expression.partition(" ")
        return lambda row: COMPARE[sign](row[self.column], float(limit))


def apply(rules, rows):
    checks = [rule.compile() for rule in rules]
    return [row for row in rows if all(check(row) for check in checks)]
# pair: type code
# vulnerable
import code
import types

from aiohttp import web


async def define(request):
    source = await request.text()
    module = types.ModuleType("user")
    exec(compile(source, "<user>", "exec"), module.__dict__)
    return web.json_response(sorted(vars(module)))


app = web.Application()
app.router.add_post("/define", define)
# fixed
import code
import types

from aiohttp import web


async def define(request):
    source = await request.text()
    return web.json_response({"lines": source.count("\n")})


app = web.Application()
app.router.add_post("/define", define)
# pair: config exec
# vulnerable
from pathlib import Path


def read_settings(path: str = "settings.py") -> dict:
    values: dict = {}
    exec(Path(path).read_text(), values)
    return {k: v for k, v in values.items() if k.isupper()}
# fixed
import tomllib
from pathlib import Path


def read_settings(path: str = "settings.py") -> dict:
    values = tomllib.loads(Path(path).read_text())
    return {k: v for k, v in values.items() if k.isupper()}
# pair: method from json
# vulnerable
from aiohttp import web


class Robot:
    def forward(self, n: int) -> str:
        return f"moved {n}"

    def turn(self, n: int) -> str:
        return f"turned {n}"


ROBOT = Robot()


async def command(request: web.Request) -> web.Response:
    body = await request.json()
    action = getattr(ROBOT, body["action"])
    return web.Response(text=action(body["n"]))
# fixed
from aiohttp import web


class Robot:
    def forward(self, n: int) -> str:
        return f"moved {n}"

    def turn(self, n: int) -> str:
        return f"turned {n}"


ROBOT = Robot()
ACTIONS = {"forward": ROBOT.forward, "turn": ROBOT.turn}


async def command(request: web.Request) -> web.Response:
    body = await request.json()
    action = ACTIONS[body["action"]]
    return web.Response(text=action(body["n"]))
# pair: spreadsheet
# vulnerable
import re


class Sheet(dict):
    """Cells; a cell that begins with = is a formula over others."""

    def value(self, name):
        cell = self[name]
        if not cell.startswith("="):
            return cell
        formula = re.sub(r"[A-Z]\d+", lambda m: repr(self.value(m.group())), cell[1:])
        return eval(formula)
# fixed
import re
from simpleeval import simple_eval


class Sheet(dict):
    """Cells; a cell that begins with = is a formula over others."""

    def value(self, name):
        cell = self[name]
        if not cell.startswith("="):
            return cell
        formula = re.sub(r"[A-Z]\d+", lambda m: repr(self.value(m.group())), cell[1:])
        return simple_eval(formula)
# pair: websocket repl
# vulnerable
import contextlib
import io

import tornado.websocket


class Repl(tornado.websocket.WebSocketHandler):
    def on_message(self, message):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(message, {})
        self.write_message(out.getvalue())
# fixed
import contextlib
import io
import json

import tornado.websocket


class Repl(tornado.websocket.WebSocketHandler):
    def on_message(self, message):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            print(json.loads(message))
        self.write_message(out.getvalue())
# pair: numexpr
# vulnerable
import numexpr as ne
import pandas as pd
import streamlit as st

frame = pd.read_csv("flights.csv")
formula = st.text_input("Formula", "distance / time")
frame["result"] = ne.evaluate(formula, local_dict=dict(frame))
st.dataframe(frame)
# fixed
import ast
import pandas as pd
import streamlit as st

frame = pd.read_csv("flights.csv")
formula = st.text_input("Formula", "distance / time")
frame["result"] = ast.literal_eval(formula)
st.dataframe(frame)
# pair: type cast
# vulnerable
import csv
import sys

CASTS = {}


def cast(kind, text):
    return eval(f"{kind}({text!r})")


def main(path, kinds):
    with open(path) as f:
        for row in csv.reader(f):
            print([cast(k, t) for k, t in zip(kinds, row)])


main(sys.argv[1], sys.argv[2].split(","))
# fixed
import csv
import sys

CASTS = {"int": int, "float": float, "str": str}


def cast(kind, text):
    return CASTS[kind](text)


def main(path, kinds):
    with open(path) as f:
        for row in csv.reader(f):
            print([cast(k, t) for k, t in zip(kinds, row)])


main(sys.argv[1], sys.argv[2].split(","))
