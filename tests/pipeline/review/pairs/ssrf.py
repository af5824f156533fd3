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
# pair: aiohttp fetch
# vulnerable
import aiohttp
from aiohttp import web

TIMEOUT = aiohttp.ClientTimeout(total=10)


async def fetch(request):
    host = request.query.get("host")
    address = f"http://{host}/status"
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        async with session.get(address) as response:
            return web.json_response(await response.json())


app = web.Application()
app.router.add_get("/status", fetch)
# fixed
import aiohttp
from aiohttp import web

TIMEOUT = aiohttp.ClientTimeout(total=10)


async def fetch(request):
    region = request.query.get("region")
    host = {"eu": "eu.status.example.org", "us": "us.status.example.org"}.get(region)
    if host is None:
        raise web.HTTPBadRequest()
    address = f"http://{host}/status"
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        async with session.get(address) as response:
            return web.json_response(await response.json())


app = web.Application()
app.router.add_get("/status", fetch)
# pair: avatar helper
# vulnerable
import ipaddress
import socket
from urllib.parse import urlsplit

import requests
from flask import Flask, abort, request

app = Flask(__name__)


class AvatarLoader:
    def __init__(self):
        self.session = requests.Session()

    def load(self, address: str) -> bytes:
        reply = self.session.get(address, timeout=5, allow_redirects=False)
        reply.raise_for_status()
        return reply.content


@app.put("/avatar")
def avatar():
    address = request.form["avatar_url"]
    picture = AvatarLoader().load(address)
    return {"bytes": len(picture)}
# fixed
import ipaddress
import socket
from urllib.parse import urlsplit

import requests
from flask import Flask, abort, request

app = Flask(__name__)


def is_public(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    found = socket.getaddrinfo(parts.hostname, parts.port or 443)
    return all(ipaddress.ip_address(entry[4][0]).is_global for entry in found)


class AvatarLoader:
    def __init__(self):
        self.session = requests.Session()

    def load(self, address: str) -> bytes:
        reply = self.session.get(address, timeout=5, allow_redirects=False)
        reply.raise_for_status()
        return reply.content


@app.put("/avatar")
def avatar():
    address = request.form["avatar_url"]
    if not is_public(address):
        abort(400)
    picture = AvatarLoader().load(address)
    return {"bytes": len(picture)}
# pair: fastapi proxy
# vulnerable
import httpx
from fastapi import FastAPI, HTTPException, Response

app = FastAPI()


@app.get("/proxy")
async def proxy(url: str):
    async with httpx.AsyncClient(timeout=5) as client:
        upstream = await client.get(url)
    if upstream.is_error:
        raise HTTPException(502)
    return Response(upstream.content, media_type=upstream.headers.get("content-type"))
# fixed
from urllib.parse import urlsplit
import httpx
from fastapi import FastAPI, HTTPException, Response

app = FastAPI()
HOSTS = {"images.example.org", "cdn.example.org"}


@app.get("/proxy")
async def proxy(url: str):
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in HOSTS:
        raise HTTPException(400, "host not allowed")
    async with httpx.AsyncClient(timeout=5) as client:
        upstream = await client.get(url)
    if upstream.is_error:
        raise HTTPException(502)
    return Response(upstream.content, media_type=upstream.headers.get("content-type"))
# pair: flask webhook
# vulnerable
import requests
from flask import Flask, request

app = Flask(__name__)


def notify(target, event):
    return requests.post(target, json={"event": event}, timeout=3).status_code


@app.route("/subscribe", methods=["POST"])
def subscribe():
    data = request.get_json()
    callback = data["callback"]
    code = notify(callback, "subscribed")
    return {"code": code}
# fixed
import requests
from flask import Flask, request

app = Flask(__name__)
TARGETS = {"chat": "https://chat.example.org/hook", "mail": "https://mail.example.org/hook"}


def notify(target, event):
    return requests.post(target, json={"event": event}, timeout=3).status_code


@app.route("/subscribe", methods=["POST"])
def subscribe():
    data = request.get_json()
    callback = TARGETS[data["callback"]]
    code = notify(callback, "subscribed")
    return {"code": code}
# pair: pandas url
# vulnerable
import pandas as pd
from flask import Flask, request

app = Flask(__name__)


@app.get("/describe")
def describe():
    source = request.args["csv"]
    frame = pd.read_csv(source)
    return frame.describe().to_dict()
# fixed
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
SOURCES = {"gdp": "https://data.example.org/gdp.csv", "cpi": "https://data.example.org/cpi.csv"}


@app.get("/describe")
def describe():
    source = SOURCES[request.args["csv"]]
    frame = pd.read_csv(source)
    return frame.describe().to_dict()
# pair: rss async gather
# vulnerable
import asyncio

import httpx
from fastapi import Body, FastAPI

app = FastAPI()


async def one(client: httpx.AsyncClient, feed: str) -> int:
    return len((await client.get(feed)).text)


@app.post("/feeds")
async def feeds(urls: list[str] = Body(embed=True)):
    async with httpx.AsyncClient(timeout=10) as client:
        sizes = await asyncio.gather(*(one(client, url) for url in urls))
    return dict(zip(urls, sizes))
# fixed
import asyncio
from urllib.parse import urlsplit

import httpx
from fastapi import Body, FastAPI

app = FastAPI()
FEEDS = frozenset(["planetpython.org", "lwn.net"])


async def one(client: httpx.AsyncClient, feed: str) -> int:
    return len((await client.get(feed)).text)


@app.post("/feeds")
async def feeds(urls: list[str] = Body(embed=True)):
    urls = [url for url in urls if urlsplit(url).hostname in FEEDS]
    async with httpx.AsyncClient(timeout=10) as client:
        sizes = await asyncio.gather(*(one(client, url) for url in urls))
    return dict(zip(urls, sizes))
# pair: urlopen preview
# vulnerable
import re
from urllib.parse import urlparse
from urllib.request import urlopen

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, HttpUrl

router = APIRouter()
TITLE = re.compile(rb"<title>(.*?)</title>", re.S)


class Link(BaseModel):
    url: HttpUrl


@router.post("/preview")
def preview(link: Link):
    with urlopen(str(link.url), timeout=4) as page:
        found = TITLE.search(page.read(100_000))
    return {"title": found.group(1).decode() if found else None}
# fixed
import re
from urllib.parse import urlparse
from urllib.request import urlopen

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, HttpUrl

router = APIRouter()
TITLE = re.compile(rb"<title>(.*?)</title>", re.S)
ALLOWED = ("en.wikipedia.org", "www.python.org")


class Link(BaseModel):
    url: HttpUrl


@router.post("/preview")
def preview(link: Link):
    if urlparse(str(link.url)).hostname not in ALLOWED:
        raise HTTPException(422, "that site is not previewed")
    with urlopen(str(link.url), timeout=4) as page:
        found = TITLE.search(page.read(100_000))
    return {"title": found.group(1).decode() if found else None}
# pair: django image
# vulnerable
import requests
from django.http import HttpResponse, HttpResponseBadRequest
from urllib.parse import urlparse


def thumbnail(request):
    src = request.GET.get("src", "")
    if not src.startswith("http"):
        return HttpResponseBadRequest("not a link")
    image = requests.get(src, timeout=5)
    return HttpResponse(image.content, content_type="image/png")
# fixed
import requests
from django.http import HttpResponse, HttpResponseBadRequest
from urllib.parse import urlparse

ALLOWED_HOSTS = {"static.example.org"}


def thumbnail(request):
    src = request.GET.get("src", "")
    if urlparse(src).netloc not in ALLOWED_HOSTS:
        return HttpResponseBadRequest("not a link")
    image = requests.get(src, timeout=5)
    return HttpResponse(image.content, content_type="image/png")
# pair: http client
# vulnerable
import http.client
from flask import Flask, request, abort

app = Flask(__name__)


@app.get("/backend/health")
def health():
    host = request.headers.get("X-Backend", "localhost")
    connection = http.client.HTTPSConnection(host, timeout=5)
    connection.request("GET", "/health")
    return {"status": connection.getresponse().status}
# fixed
import http.client
from flask import Flask, request, abort

app = Flask(__name__)
BACKENDS = {"a": "a.backend.internal", "b": "b.backend.internal"}


@app.get("/backend/health")
def health():
    host = BACKENDS.get(request.headers.get("X-Backend", "a")) or abort(404)
    connection = http.client.HTTPSConnection(host, timeout=5)
    connection.request("GET", "/health")
    return {"status": connection.getresponse().status}
# pair: path only fix
# vulnerable
import os
import requests
from flask import Flask, request
from urllib.parse import quote

app = Flask(__name__)
BASE = os.environ.get("WIKI", "https://wiki.example.org")


@app.get("/page")
def page():
    title = request.args["title"]
    reply = requests.get(title if title.startswith("http") else BASE + "/" + title, timeout=5)
    return reply.text, 200, {"Content-Type": "text/plain"}
# fixed
import os
import requests
from flask import Flask, request
from urllib.parse import quote

app = Flask(__name__)
BASE = os.environ.get("WIKI", "https://wiki.example.org") + "/pages/"


@app.get("/page")
def page():
    title = request.args["title"]
    reply = requests.get(BASE + quote(title, safe=""), timeout=5)
    return reply.text, 200, {"Content-Type": "text/plain"}
# pair: port scan socket
# vulnerable
import socket

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/reachable")
def reachable(host: str, port: int):
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return {"reachable": False}
    return {"reachable": True}
# fixed
import socket

from fastapi import FastAPI, HTTPException

app = FastAPI()
MONITORED = {"db": ("10.1.0.5", 5432), "cache": ("10.1.0.6", 6379)}


@app.get("/reachable")
def reachable(service: str):
    if service not in MONITORED:
        raise HTTPException(404)
    host, port = MONITORED[service]
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return {"reachable": False}
    return {"reachable": True}
# pair: service injected
# vulnerable
from typing import Protocol
from urllib.parse import urlsplit

import httpx
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, field_validator

app = FastAPI()


class Fetcher:
    def __init__(self) -> None:
        self.http = httpx.AsyncClient(timeout=10)

    async def text(self, url: str) -> str:
        return (await self.http.get(url)).text


class Job(BaseModel):
    source: str


@app.post("/jobs")
async def create(job: Job, fetcher: Fetcher = Depends(Fetcher)):
    return {"length": len(await fetcher.text(job.source))}
# fixed
from typing import Protocol
from urllib.parse import urlsplit

import httpx
from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, field_validator

app = FastAPI()


class Fetcher:
    def __init__(self) -> None:
        self.http = httpx.AsyncClient(timeout=10)

    async def text(self, url: str) -> str:
        return (await self.http.get(url)).text


class Job(BaseModel):
    source: str

    @field_validator("source")
    @classmethod
    def known_host(cls, value: str) -> str:
        if urlsplit(value).hostname not in {"data.example.org"}:
            raise ValueError("unknown host")
        return value


@app.post("/jobs")
async def create(job: Job, fetcher: Fetcher = Depends(Fetcher)):
    return {"length": len(await fetcher.text(job.source))}
# pair: websocket probe
# vulnerable
import urllib.request
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/probe")
async def probe(ws: WebSocket):
    await ws.accept()
    while url := await ws.receive_text():
        with urllib.request.urlopen(url, timeout=3) as reply:
            await ws.send_text(str(reply.status))
# fixed
import urllib.request
from fastapi import FastAPI, WebSocket

app = FastAPI()
SITES = ["https://example.org", "https://example.net"]


@app.websocket("/probe")
async def probe(ws: WebSocket):
    await ws.accept()
    while (url := await ws.receive_text()) in SITES:
        with urllib.request.urlopen(url, timeout=3) as reply:
            await ws.send_text(str(reply.status))
# pair: aiohttp session app
# vulnerable
from aiohttp import web, ClientSession

async def proxy(request):
    session: ClientSession = request.app["session"]
    async with session.get(request.query["target"]) as upstream:
        return web.Response(body=await upstream.read())
# fixed
from aiohttp import web, ClientSession

SERVICES = {"a": "http://a.internal/", "b": "http://b.internal/"}


async def proxy(request):
    session: ClientSession = request.app["session"]
    async with session.get(SERVICES[request.query["target"]]) as upstream:
        return web.Response(body=await upstream.read())
# pair: graphql like
# vulnerable
import requests
from flask import Flask, request, jsonify

app = Flask(__name__)


class Importer:
    def __init__(self, payload):
        self.url = payload.get("url")

    def run(self):
        return requests.get(self.url, timeout=20).text.splitlines()


@app.post("/import")
def start():
    return jsonify(lines=len(Importer(request.get_json()).run()))
# fixed
import requests
from flask import Flask, request, jsonify
from urllib.parse import urlparse

app = Flask(__name__)


class Importer:
    def __init__(self, payload):
        self.url = payload.get("url")

    def run(self):
        if urlparse(self.url).hostname != "files.example.org":
            raise ValueError("unknown host")
        return requests.get(self.url, timeout=20).text.splitlines()


@app.post("/import")
def start():
    return jsonify(lines=len(Importer(request.get_json()).run()))
# pair: subdomain
# vulnerable
import httpx
from fastapi import FastAPI, Path

app = FastAPI()


@app.get("/tenants/{tenant}/info")
async def info(tenant: str):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(f"https://{tenant}.tenants.example.org/info")
    return answer.json()
# fixed
import httpx
from fastapi import FastAPI, Path

app = FastAPI()


@app.get("/tenants/{tenant}/info")
async def info(tenant: str = Path(pattern="^[a-z]{2,20}$")):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(f"https://{tenant}.tenants.example.org/info")
    return answer.json()
# pair: urlretrieve
# vulnerable
import urllib.request
from fastapi import FastAPI, Form, HTTPException

app = FastAPI()


@app.post("/logo")
def logo(source: str = Form()):
    path, _ = urllib.request.urlretrieve(source, "/tmp/logo.png")
    return {"path": path}
# fixed
import urllib.request
from fastapi import FastAPI, Form, HTTPException

app = FastAPI()


@app.post("/logo")
def logo(source: str = Form()):
    if not source.startswith("https://logos.example.org/"):
        raise HTTPException(400)
    path, _ = urllib.request.urlretrieve(source, "/tmp/logo.png")
    return {"path": path}
# pair: requests session prefix
# vulnerable
import requests
from flask import Flask, request

app = Flask(__name__)
http = requests.Session()


@app.get("/weather")
def weather():
    city = request.args["city"]
    return http.get("http://" + city + ".weather.example.org/now", timeout=4).json()
# fixed
import requests
from flask import Flask, request
from urllib.parse import quote

app = Flask(__name__)
http = requests.Session()


@app.get("/weather")
def weather():
    city = request.args["city"]
    return http.get("http://weather.example.org/now/" + quote(city, safe=""), timeout=4).json()
# pair: screenshot
# vulnerable
import httpx
from fastapi import BackgroundTasks, FastAPI
from pydantic import BaseModel, HttpUrl

app = FastAPI()


class Shot(BaseModel):
    page: HttpUrl


def fetch(url: str) -> None:
    with httpx.Client(timeout=15, follow_redirects=True) as client:
        client.get(url)


@app.post("/shots", status_code=202)
def shot(body: Shot, tasks: BackgroundTasks):
    tasks.add_task(fetch, str(body.page))
    return {"queued": True}
# fixed
import httpx
from fastapi import BackgroundTasks, FastAPI
from pydantic import BaseModel, HttpUrl
from fastapi import HTTPException

app = FastAPI()
SITES = {"example.org", "example.com"}


class Shot(BaseModel):
    page: HttpUrl


def fetch(url: str) -> None:
    with httpx.Client(timeout=15, follow_redirects=True) as client:
        client.get(url)


@app.post("/shots", status_code=202)
def shot(body: Shot, tasks: BackgroundTasks):
    if body.page.host not in SITES:
        raise HTTPException(422)
    tasks.add_task(fetch, str(body.page))
    return {"queued": True}
