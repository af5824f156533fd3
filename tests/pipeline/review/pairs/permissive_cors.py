# pair: fastapi middleware
# vulnerable
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_methods=["*"])
# fixed
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=["https://shop.example.com"], allow_credentials=True, allow_methods=["GET", "POST"]
)
# pair: flask-cors
# vulnerable
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)
# fixed
import os

from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": os.environ["ORIGINS"].split(",")}}, supports_credentials=True)
# pair: reflected origin
# vulnerable
from flask import Flask, request

app = Flask(__name__)


@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
# fixed
from flask import Flask, request

app = Flask(__name__)
ORIGINS = {"https://app.example.com"}


@app.after_request
def allow(response):
    origin = request.headers.get("Origin")
    if origin in ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
    return response
# pair: regular expression
# vulnerable
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

middleware = [Middleware(CORSMiddleware, allow_origin_regex=r"https?://.*", allow_credentials=True)]
app = Starlette(middleware=middleware)
# fixed
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

middleware = [Middleware(CORSMiddleware, allow_origin_regex=r"https://[a-z0-9-]+\.example\.com", allow_credentials=True)]
app = Starlette(middleware=middleware)
# pair: django settings
# vulnerable
INSTALLED_APPS = ["corsheaders", "shop"]
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = True
# fixed
INSTALLED_APPS = ["corsheaders", "shop"]
CORS_ALLOWED_ORIGINS = ["https://shop.example.com"]
CORS_ALLOW_CREDENTIALS = True
# pair: aiohttp headers
# vulnerable
from aiohttp import web


async def data(request):
    headers = {
        "Access-Control-Allow-Origin": request.headers["Origin"],
        "Access-Control-Allow-Credentials": "true",
    }
    return web.json_response({"items": []}, headers=headers)
# fixed
from aiohttp import web

ORIGIN = "https://app.example.com"


async def data(request):
    headers = {"Access-Control-Allow-Origin": ORIGIN, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}
    return web.json_response({"items": []}, headers=headers)
# pair: origins in a variable
# vulnerable
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware as Cors

origins = ["*"]
app = FastAPI()
app.add_middleware(Cors, allow_origins=origins, allow_credentials=True, allow_headers=["*"])
# fixed
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware as Cors

origins = ["https://app.example.com", "https://admin.example.com"]
app = FastAPI()
app.add_middleware(Cors, allow_origins=origins, allow_credentials=True, allow_headers=["*"])
# pair: cross_origin decorator
# vulnerable
from flask import Flask, jsonify
from flask_cors import cross_origin

app = Flask(__name__)


@app.route("/account")
@cross_origin(origins="*", supports_credentials=True)
def account():
    return jsonify({"balance": 1})
# fixed
from flask import Flask, jsonify
from flask_cors import cross_origin

app = Flask(__name__)


@app.route("/account")
@cross_origin(origins=["https://bank.example.com"], supports_credentials=True)
def account():
    return jsonify({"balance": 1})
# pair: middleware by hand
# vulnerable
from fastapi import FastAPI, Request

app = FastAPI()


@app.middleware("http")
async def cors(request: Request, call_next):
    response = await call_next(request)
    origin = request.headers.get("origin")
    if origin:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
# fixed
from fastapi import FastAPI, Request

app = FastAPI()
ALLOWED_ORIGINS = frozenset({"https://app.example.com"})


@app.middleware("http")
async def cors(request: Request, call_next):
    response = await call_next(request)
    origin = request.headers.get("origin")
    if origin in ALLOWED_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
# pair: aiohttp_cors
# vulnerable
import aiohttp_cors
from aiohttp import web

app = web.Application()
cors = aiohttp_cors.setup(
    app, defaults={"*": aiohttp_cors.ResourceOptions(allow_credentials=True, allow_headers="*", expose_headers="*")}
)
# fixed
import aiohttp_cors
from aiohttp import web

app = web.Application()
cors = aiohttp_cors.setup(
    app,
    defaults={
        "https://app.example.com": aiohttp_cors.ResourceOptions(
            allow_credentials=True, allow_headers=("Content-Type",), expose_headers="*"
        )
    },
)
# pair: django middleware
# vulnerable
class CorsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Access-Control-Allow-Origin"] = request.META.get("HTTP_ORIGIN", "*")
        response["Access-Control-Allow-Credentials"] = "true"
        return response
# fixed
from django.conf import settings


class CorsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        origin = request.META.get("HTTP_ORIGIN")
        if origin in settings.TRUSTED_ORIGINS:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Allow-Credentials"] = "true"
        return response
# pair: suffix that does not hold
# vulnerable
from flask import Flask, request

app = Flask(__name__)


@app.after_request
def add_headers(response):
    origin = request.headers.get("Origin", "")
    if "example.com" in origin:
        response.headers.add("Access-Control-Allow-Origin", origin)
        response.headers.add("Access-Control-Allow-Credentials", "true")
    return response
# fixed
from urllib.parse import urlsplit

from flask import Flask, request

app = Flask(__name__)


@app.after_request
def add_headers(response):
    origin = request.headers.get("Origin", "")
    host = urlsplit(origin).hostname or ""
    if origin.startswith("https://") and host.endswith(".example.com"):
        response.headers.add("Access-Control-Allow-Origin", origin)
        response.headers.add("Access-Control-Allow-Credentials", "true")
    return response
# pair: regular expression of everything
# vulnerable
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def create_app():
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)
    return app
# fixed
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def create_app(settings):
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_credentials=True)
    return app
# pair: constant list
# vulnerable
import os

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

ORIGINS = ["http://localhost:3000", "*"]

middleware = [Middleware(CORSMiddleware, allow_origins=ORIGINS, allow_methods=["*"])]
app = Starlette(middleware=middleware)
# fixed
import os

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

ORIGINS = os.environ.get("ALLOWED_ORIGINS", "http://localhost:3000").split(",")

middleware = [Middleware(CORSMiddleware, allow_origins=ORIGINS, allow_methods=["*"])]
app = Starlette(middleware=middleware)
# pair: custom middleware
# vulnerable
from starlette.middleware.base import BaseHTTPMiddleware



class Cors(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers.update(
            {
                "Access-Control-Allow-Origin": request.headers.get("origin", "*"),
                "Access-Control-Allow-Credentials": "true",
            }
        )
        return response
# fixed
from starlette.middleware.base import BaseHTTPMiddleware

ALLOWED = ("https://maps.example.org",)


class Cors(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        origin = request.headers.get("origin", "")
        if origin in ALLOWED:
            response.headers.update({"Access-Control-Allow-Origin": origin, "Vary": "Origin"})
        return response
# pair: fastapi star
# vulnerable
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Content-Type"],
)
# fixed
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://shop.example.org"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Content-Type"],
)
# pair: flask cors default
# vulnerable
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, supports_credentials=True)


@app.get("/account")
def account():
    return {"plan": "free"}
# fixed
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://console.example.org"], supports_credentials=True)


@app.get("/account")
def account():
    return {"plan": "free"}
# pair: header by hand
# vulnerable
from flask import Flask, request

app = Flask(__name__)


@app.after_request
def cors(response):
    origin = request.headers.get("Origin")
    if origin:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
    return response
# fixed
from flask import Flask, request

app = Flask(__name__)
ORIGINS = {"https://a.example.org", "https://b.example.org"}


@app.after_request
def cors(response):
    origin = request.headers.get("Origin")
    if origin in ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
    return response
# pair: raw headers
# vulnerable
import json
from http.server import BaseHTTPRequestHandler, HTTPServer


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"balance": 10}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8080), Api).serve_forever()
# fixed
import json
from http.server import BaseHTTPRequestHandler, HTTPServer


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"balance": 10}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Access-Control-Allow-Origin", "https://bank.example.org")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8080), Api).serve_forever()
# pair: regex
# vulnerable
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def create() -> FastAPI:
    app = FastAPI()
    app.add_middleware(
        CORSMiddleware,
        allow_origin_regex=".*",
        allow_credentials=True,
    )
    return app
# fixed
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def create() -> FastAPI:
    app = FastAPI()
    app.add_middleware(
        CORSMiddleware,
        allow_origin_regex=r"https://[a-z]+\.example\.org",
        allow_credentials=True,
    )
    return app
# pair: resource flask
# vulnerable
from flask import Flask
import flask_cors as fc

api = Flask("api")
fc.CORS(api, resources={r"/api/*": {"origins": "*"}})


@api.get("/api/things")
def things():
    return {"things": []}
# fixed
from flask import Flask
import flask_cors as fc

api = Flask("api")
fc.CORS(api, resources={r"/api/*": {"origins": ["https://app.example.org"]}})


@api.get("/api/things")
def things():
    return {"things": []}
# pair: aiohttp
# vulnerable
import aiohttp_cors
from aiohttp import web


async def hello(request):
    return web.json_response({"hello": "world"})


app = web.Application()
cors = aiohttp_cors.setup(
    app,
    defaults={
        "*": aiohttp_cors.ResourceOptions(allow_credentials=True, expose_headers="*", allow_headers="*")
    },
)
cors.add(app.router.add_get("/hello", hello))
# fixed
import aiohttp_cors
from aiohttp import web


async def hello(request):
    return web.json_response({"hello": "world"})


app = web.Application()
cors = aiohttp_cors.setup(
    app,
    defaults={
        "https://hello.example.org": aiohttp_cors.ResourceOptions(allow_credentials=True)
    },
)
cors.add(app.router.add_get("/hello", hello))
# pair: django
# vulnerable
"""Settings of the API."""
import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["corsheaders", "rest_framework"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = True
# fixed
"""Settings of the API."""
import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["corsheaders", "rest_framework"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
CORS_ALLOWED_ORIGINS = ["https://front.example.org"]
CORS_ALLOW_CREDENTIALS = True
# pair: echo middleware http
# vulnerable
from fastapi import FastAPI, Request

app = FastAPI()


@app.middleware("http")
async def allow(request: Request, call_next):
    response = await call_next(request)
    source = request.headers.get("origin")
    if source and source.endswith("example.org"):
        response.headers["access-control-allow-origin"] = source
        response.headers["access-control-allow-credentials"] = "true"
    return response
# fixed
from fastapi import FastAPI, Request

app = FastAPI()


@app.middleware("http")
async def allow(request: Request, call_next):
    response = await call_next(request)
    source = request.headers.get("origin")
    if source == "https://www.example.org":
        response.headers["access-control-allow-origin"] = source
        response.headers["access-control-allow-credentials"] = "true"
    return response
# pair: env split default
# vulnerable
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
origins = os.getenv("CORS_ORIGINS", "*").split(",")
app.add_middleware(CORSMiddleware, allow_origins=origins)
# fixed
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
origins = [o for o in os.getenv("CORS_ORIGINS", "").split(",") if o]
app.add_middleware(CORSMiddleware, allow_origins=origins)
# pair: flask cross origin
# vulnerable
from flask import Flask, jsonify
from flask_cors import cross_origin

app = Flask(__name__)


@app.route("/profile")
@cross_origin(origins="*", supports_credentials=True)
def profile():
    return jsonify(name="Ada")
# fixed
from flask import Flask, jsonify
from flask_cors import cross_origin

app = Flask(__name__)


@app.route("/profile")
@cross_origin(origins="https://me.example.org", supports_credentials=True)
def profile():
    return jsonify(name="Ada")
# pair: options dict
# vulnerable
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware as Cors

POLICY = {"allow_origins": ["*"], "allow_methods": ["*"]}


def build():
    app = FastAPI()
    app.add_middleware(Cors, **POLICY)
    return app
# fixed
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware as Cors

POLICY = {"allow_origins": ["https://one.example.org"], "allow_methods": ["*"]}


def build():
    app = FastAPI()
    app.add_middleware(Cors, **POLICY)
    return app
# pair: quart
# vulnerable
from quart import Quart
from quart_cors import cors

app = Quart(__name__)
app = cors(app, allow_origin="*")


@app.get("/tickets")
async def tickets():
    return {"tickets": []}
# fixed
from quart import Quart
from quart_cors import cors

app = Quart(__name__)
app = cors(app, allow_origin="https://desk.example.org")


@app.get("/tickets")
async def tickets():
    return {"tickets": []}
# pair: settings default
# vulnerable
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[str] = ["*"]


settings = Settings()
app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=settings.cors_origins, allow_credentials=True, allow_methods=["*"]
)
# fixed
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    cors_origins: list[str] = []


settings = Settings()
app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=settings.cors_origins, allow_credentials=True, allow_methods=["*"]
)
# pair: after request lambda
# vulnerable
from flask import Flask

app = Flask(__name__)


@app.after_request
def headers(resp):
    resp.headers.add("Access-Control-Allow-Origin", "*")
    resp.headers.add("Access-Control-Allow-Headers", "Authorization")
    return resp
# fixed
from flask import Flask

app = Flask(__name__)


@app.after_request
def headers(resp):
    resp.headers.add("Access-Control-Allow-Origin", "https://ui.example.org")
    resp.headers.add("Access-Control-Allow-Headers", "Authorization")
    return resp
# pair: function config
# vulnerable
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def setup(app: FastAPI, origins: list[str]) -> None:
    app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True, allow_methods=["*"])


app = FastAPI()
setup(app, ["*"])
# fixed
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware


def setup(app: FastAPI, origins: list[str]) -> None:
    app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True, allow_methods=["*"])


app = FastAPI()
setup(app, ["https://one.example.org", "https://two.example.org"])
# pair: socketio
# vulnerable
import socketio

sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
app = socketio.ASGIApp(sio)


@sio.event
async def connect(sid, environ):
    await sio.emit("hello", to=sid)
# fixed
import socketio

sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins=["https://chat.example.org"])
app = socketio.ASGIApp(sio)


@sio.event
async def connect(sid, environ):
    await sio.emit("hello", to=sid)
# pair: tornado default headers
# vulnerable
import tornado.web


class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", self.request.headers.get("Origin", "*"))
        self.set_header("Access-Control-Allow-Credentials", "true")
# fixed
import tornado.web


class Base(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "https://panel.example.org")
        self.set_header("Access-Control-Allow-Credentials", "true")
# pair: bottle hook
# vulnerable
from bottle import hook, response, route, run


@hook("after_request")
def enable_cors():
    response.headers["Access-Control-Allow-Origin"] = "*"


@route("/data")
def data():
    return {"points": [1, 2]}


run(port=8081)
# fixed
from bottle import hook, response, route, run


@hook("after_request")
def enable_cors():
    response.headers["Access-Control-Allow-Origin"] = "https://board.example.org"


@route("/data")
def data():
    return {"points": [1, 2]}


run(port=8081)
# pair: litestar
# vulnerable
from litestar import Litestar, get
from litestar.config.cors import CORSConfig


@get("/")
async def index() -> dict[str, int]:
    return {"ok": 1}


app = Litestar([index], cors_config=CORSConfig(allow_origins=["*"], allow_credentials=True))
# fixed
from litestar import Litestar, get
from litestar.config.cors import CORSConfig


@get("/")
async def index() -> dict[str, int]:
    return {"ok": 1}


app = Litestar([index], cors_config=CORSConfig(allow_origins=["https://app.example.org"]))
