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
