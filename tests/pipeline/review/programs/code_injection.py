# vulnerable: exec helper
def run_snippet(code):
    exec(code)
# vulnerable: numexpr/sympy
from sympy import sympify
def f(expr):
    return sympify(expr)
# vulnerable: timeit eval in class
class Calc:
    def run(self, expr):
        result = eval(expr)
        return result
# vulnerable: alias builtins
import builtins
def f(e):
    return builtins.eval(e)
# vulnerable: alias e = eval
run = eval
def f(text):
    return run(text)
# vulnerable: format_map
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/t")
def t():
    fmt = request.args["fmt"]
    return {"t": fmt.format_map({"user": g.user})}
# vulnerable: globals lookup
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/t")
def t():
    return {"x": globals()[request.args["f"]]()}
# harmless: literal eval alias
from ast import literal_eval as parse
def f(text):
    return parse(text)
# harmless: model.eval
import torch
def f(model):
    model.eval()
# harmless: re.compile
import re
def f(p):
    return re.compile(p)
# harmless: getattr allowed
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
ALLOWED = {"name", "email"}
@app.get("/f")
def f():
    field = request.args["field"]
    if field not in ALLOWED:
        abort(400)
    return {"v": getattr(g.user, field)}
# vulnerable: setattr loop
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.post("/f")
def f():
    for key, value in request.json.items():
        setattr(g.user, key, value)
    return {}
# harmless: setattr allowed
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
EDITABLE = ("name", "email")
@app.post("/f")
def f():
    for key, value in request.json.items():
        if key in EDITABLE:
            setattr(g.user, key, value)
    return {}
# vulnerable: template eval in loop
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.post("/m")
async def m(request: Request):
    data = await request.json()
    out = {}
    for name, formula in data["metrics"].items():
        out[name] = eval(formula, {}, data["values"])
    return out
# vulnerable: compile exec
def run(source, name):
    code = compile(source, name, "exec")
    ns = {}
    exec(code, ns)
    return ns
# vulnerable: importlib
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from importlib import import_module
@app.post("/p")
def p():
    mod = import_module("plugins." + request.form["p"])
    return mod.run()
# vulnerable: type()
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import operator
@app.post("/p")
def p():
    method = operator.attrgetter(request.form["path"])
    return {"v": method(g.user)}
# vulnerable: django filter kwargs getattr method call
from django.http import JsonResponse
class Api:
    def dispatch(self, request, action):
        handler = getattr(self, action)
        return handler(request)
# harmless: prefix getattr default
import json
def f(text):
    return json.loads(text)
# vulnerable: discount formula
from decimal import Decimal
class PriceRule:
    def __init__(self, formula):
        self.formula = formula
    def apply(self, price):
        return Decimal(eval(self.formula, {"price": price}))
# vulnerable: pickle-like exec from db
def run_job(row):
    exec(row["script"])
# harmless: simpleeval
from simpleeval import simple_eval
def calc(expr, names):
    return simple_eval(expr, names=names)
# harmless: dispatch dict
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
HANDLERS = {"a": lambda d: d, "b": sorted}
@app.post("/x")
def x():
    body = request.get_json()
    handler = HANDLERS.get(body["op"])
    if handler is None:
        abort(400)
    return jsonify(handler(body["data"]))
# harmless: ast safe
import ast
def f(text):
    tree = ast.parse(text, mode="eval")
    return ast.dump(tree)
# harmless: import from table
from importlib import import_module
DRIVERS = {"pg": "drivers.pg", "my": "drivers.my"}
def load(kind):
    return import_module(DRIVERS[kind])
# harmless: template
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
MESSAGES = {"hi": "Hello {name}"}
@app.get("/m")
def m():
    return {"m": MESSAGES["hi"].format(name=request.args["n"])}
# vulnerable: rule engine
class Rules:
    def __init__(self, rules):
        self.rules = rules
    def matches(self, record):
        return all(eval(rule, {}, record) for rule in self.rules)
# vulnerable: getattr request
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import math
@app.get("/m")
def m():
    fn = getattr(math, request.args["fn"])
    return {"v": fn(2)}
