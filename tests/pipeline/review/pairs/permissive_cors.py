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
