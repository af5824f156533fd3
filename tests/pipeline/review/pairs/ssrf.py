# pair: flask preview
# vulnerable
import requests
from flask import Flask, request

app = Flask(__name__)


@app.get("/preview")
def preview():
    answer = requests.get(request.args["url"], timeout=5)
    return {"length": len(answer.content)}
# fixed
from urllib.parse import urlparse

import requests
from flask import Flask, abort, request

app = Flask(__name__)
HOSTS = {"images.example.com", "cdn.example.com"}


@app.get("/preview")
def preview():
    url = request.args["url"]
    parts = urlparse(url)
    if parts.scheme != "https" or parts.hostname not in HOSTS:
        abort(400)
    answer = requests.get(url, timeout=5, allow_redirects=False)
    return {"length": len(answer.content)}
# pair: webhook in a model
# vulnerable
import httpx
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Hook(BaseModel):
    target: str
    event: str


@app.post("/hooks/test")
async def test_hook(hook: Hook):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.post(hook.target, json={"event": hook.event})
    return {"status": answer.status_code}
# fixed
import ipaddress
import socket
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()


class Hook(BaseModel):
    target: str
    event: str


def require_public(url: str) -> None:
    host = urlsplit(url).hostname
    if not host:
        raise HTTPException(422)
    for *_, address in socket.getaddrinfo(host, 443):
        if not ipaddress.ip_address(address[0]).is_global:
            raise HTTPException(422, "not a public address")


@app.post("/hooks/test")
async def test_hook(hook: Hook):
    require_public(hook.target)
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.post(hook.target, json={"event": hook.event})
    return {"status": answer.status_code}
# pair: host in the path
# vulnerable
import urllib.request

from django.http import HttpResponse


def status(request, host):
    with urllib.request.urlopen(f"http://{host}/health", timeout=3) as answer:
        return HttpResponse(answer.read(1000), content_type="text/plain")
# fixed
import urllib.request

from django.http import Http404, HttpResponse

SERVICES = {"billing": "billing.internal", "search": "search.internal"}


def status(request, host):
    if host not in SERVICES:
        raise Http404
    with urllib.request.urlopen(f"http://{SERVICES[host]}/health", timeout=3) as answer:
        return HttpResponse(answer.read(1000), content_type="text/plain")
# pair: aiohttp proxy
# vulnerable
import aiohttp
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/proxy")
async def proxy(request):
    target = request.query.get("target")
    async with aiohttp.ClientSession() as session, session.get(target) as answer:
        return web.Response(body=await answer.content.read(100_000), content_type="application/octet-stream")
# fixed
import aiohttp
from aiohttp import web
from yarl import URL

routes = web.RouteTableDef()
ALLOWED_HOSTS = frozenset(["tiles.example.org"])


@routes.get("/proxy")
async def proxy(request):
    target = URL(request.query.get("target"))
    if target.host not in ALLOWED_HOSTS:
        raise web.HTTPForbidden()
    async with aiohttp.ClientSession() as session, session.get(target) as answer:
        return web.Response(body=await answer.content.read(100_000), content_type="application/octet-stream")
# pair: joined address
# vulnerable
from urllib.parse import urljoin

import requests as http
from starlette.responses import JSONResponse

BASE = "https://api.example.com/v2/"


async def forward(request):
    url = urljoin(BASE, request.query_params["path"])
    return JSONResponse(http.get(url, timeout=10).json())
# fixed
from urllib.parse import quote

import requests as http
from starlette.responses import JSONResponse

BASE = "https://api.example.com/v2/"


async def forward(request):
    url = BASE + quote(request.query_params["path"], safe="")
    return JSONResponse(http.get(url, timeout=10).json())
# pair: avatar in a service class
# vulnerable
import requests
from flask import request
from flask.views import MethodView


class AvatarService:
    def __init__(self):
        self.session = requests.Session()

    def fetch(self, address):
        return self.session.get(address, timeout=(3, 10)).content


class Avatar(MethodView):
    service = AvatarService()

    def post(self):
        image = self.service.fetch(request.form["avatar_url"])
        return {"bytes": len(image)}
# fixed
import requests
from flask import abort, request
from flask.views import MethodView


class AvatarService:
    PREFIX = "https://avatars.example.com/"

    def __init__(self):
        self.session = requests.Session()

    def fetch(self, address):
        if not address.startswith(self.PREFIX):
            abort(400)
        return self.session.get(address, timeout=(3, 10)).content


class Avatar(MethodView):
    service = AvatarService()

    def post(self):
        image = self.service.fetch(request.form["avatar_url"])
        return {"bytes": len(image)}
# pair: image by httpx
# vulnerable
import httpx
from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/image")
async def image(src: str):
    async with httpx.AsyncClient(timeout=10) as client:
        answer = await client.get(src)
    return Response(answer.content, media_type="image/png")
# fixed
from urllib.parse import urlparse

import httpx
from fastapi import FastAPI, HTTPException, Response

app = FastAPI()
ALLOWED = {"cdn.example.com"}


def checked(url: str) -> str:
    parsed = urlparse(url)
    if parsed.scheme not in {"https"} or parsed.netloc not in ALLOWED:
        raise HTTPException(400, "host is not allowed")
    return url


@app.get("/image")
async def image(src: str):
    async with httpx.AsyncClient(timeout=10) as client:
        answer = await client.get(checked(src))
    return Response(answer.content, media_type="image/png")
# pair: django import
# vulnerable
import requests
from django.http import JsonResponse
from django.views import View


class ImportFeed(View):
    def post(self, request):
        feed = request.POST["feed"]
        response = requests.request("GET", feed, timeout=10)
        return JsonResponse({"bytes": len(response.content)})
# fixed
import ipaddress
import socket
from urllib.parse import urlparse

import requests
from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.views import View


def is_public(url):
    host = urlparse(url).hostname
    if host is None:
        return False
    address = ipaddress.ip_address(socket.gethostbyname(host))
    return not (address.is_private or address.is_loopback or address.is_link_local)


class ImportFeed(View):
    def post(self, request):
        feed = request.POST["feed"]
        if not is_public(feed):
            raise BadRequest("not a public address")
        response = requests.request("GET", feed, timeout=10)
        return JsonResponse({"bytes": len(response.content)})
# pair: weather of a city
# vulnerable
import requests
from flask import Flask, request

app = Flask(__name__)


@app.get("/weather")
def weather():
    server = request.args.get("server", "weather.example.com")
    return requests.get("https://" + server + "/today", timeout=5).json()
# fixed
import requests
from flask import Flask, request

app = Flask(__name__)
SERVER = "https://weather.example.com"


@app.get("/weather")
def weather():
    city = request.args.get("city", "Berlin")
    return requests.get(f"{SERVER}/today", params={"city": city}, timeout=5).json()
# pair: callback of a job
# vulnerable
import urllib.request

from celery import shared_task


@shared_task
def finish(job_id, callback_url):
    data = b'{"done": true}'
    urllib.request.urlopen(urllib.request.Request(callback_url, data=data), timeout=5)
# fixed
import urllib.request
from urllib.parse import urlsplit

from celery import shared_task

CALLBACK_HOSTS = frozenset({"hooks.example.com"})


@shared_task
def finish(job_id, callback_url):
    if urlsplit(callback_url).hostname not in CALLBACK_HOSTS:
        raise ValueError("the callback's host is not allowed")
    data = b'{"done": true}'
    urllib.request.urlopen(urllib.request.Request(callback_url, data=data), timeout=5)
# pair: port check
# vulnerable
import socket

from fastapi import FastAPI

app = FastAPI()


@app.get("/port")
def port(host: str, number: int):
    with socket.create_connection((host, number), timeout=2):
        return {"open": True}
# fixed
import socket
from typing import Literal

from fastapi import FastAPI

app = FastAPI()


@app.get("/port")
def port(host: Literal["db", "cache"], number: int):
    with socket.create_connection((host, number), timeout=2):
        return {"open": True}
# pair: client from a dependency
# vulnerable
import httpx
from fastapi import Depends, FastAPI

from app.clients import http_client

app = FastAPI()


@app.post("/fetch")
async def fetch(payload: dict, client: httpx.AsyncClient = Depends(http_client)):
    answer = await client.get(payload["url"])
    return {"status": answer.status_code}
# fixed
import httpx
from fastapi import Depends, FastAPI, HTTPException

from app.clients import http_client

app = FastAPI()
SOURCES = {"news": "https://news.example.com/rss", "jobs": "https://jobs.example.com/rss"}


@app.post("/fetch")
async def fetch(payload: dict, client: httpx.AsyncClient = Depends(http_client)):
    url = SOURCES.get(payload["source"])
    if not url:
        raise HTTPException(404)
    answer = await client.get(url)
    return {"status": answer.status_code}
