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
