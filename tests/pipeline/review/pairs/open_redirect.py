# pair: flask next
# vulnerable
from flask import Flask, redirect, request, session

app = Flask(__name__)


@app.post("/login")
def login():
    session["user"] = request.form["user"]
    return redirect(request.args.get("next") or "/")
# fixed
from urllib.parse import urlparse

from flask import Flask, redirect, request, session

app = Flask(__name__)


def is_local(target):
    parts = urlparse(target)
    return not parts.scheme and not parts.netloc and target.startswith("/")


@app.post("/login")
def login():
    session["user"] = request.form["user"]
    target = request.args.get("next") or "/"
    if not is_local(target):
        target = "/"
    return redirect(target)
# pair: fastapi redirect response
# vulnerable
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()


@app.get("/out")
def leave(url: str):
    return RedirectResponse(url, status_code=307)
# fixed
from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse

app = FastAPI()
PARTNERS = {"docs": "https://docs.example.com", "shop": "https://shop.example.com"}


@app.get("/out")
def leave(url: str):
    try:
        target = PARTNERS[url]
    except KeyError:
        raise HTTPException(404) from None
    return RedirectResponse(target, status_code=307)
# pair: django view after a change
# vulnerable
from django.http import HttpResponseRedirect
from django.views.generic import View


class Language(View):
    def get(self, request):
        request.session["language"] = "en"
        return HttpResponseRedirect(request.GET.get("return_to", "/"))
# fixed
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View


class Language(View):
    def get(self, request):
        request.session["language"] = "en"
        target = request.GET.get("return_to", "/")
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
            target = "/"
        return HttpResponseRedirect(target)
# pair: aiohttp found
# vulnerable
from aiohttp import web


async def consent(request):
    data = await request.post()
    raise web.HTTPFound(location=data["continue"])
# fixed
from aiohttp import web


async def consent(request):
    data = await request.post()
    target = data["continue"]
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        raise web.HTTPBadRequest()
    raise web.HTTPFound(location=target)
# pair: header of a response
# vulnerable
from flask import Blueprint, make_response, request

links = Blueprint("links", __name__)


@links.route("/r")
def follow():
    response = make_response("", 302)
    response.headers["Location"] = request.values["to"]
    return response
# fixed
from flask import Blueprint, abort, make_response, request

links = Blueprint("links", __name__)
TARGETS = ("https://example.com/a", "https://example.com/b")


@links.route("/r")
def follow():
    target = request.values["to"]
    if target not in TARGETS:
        abort(400)
    response = make_response("", 302)
    response.headers["Location"] = target
    return response
# pair: prefix that does not hold
# vulnerable
from starlette.responses import RedirectResponse
from starlette.routing import Route


async def back(request):
    target = request.query_params.get("back", "/")
    if not target.startswith("/"):
        target = "/"
    return RedirectResponse(url=target)


routes = [Route("/back", back)]
# fixed
from starlette.responses import RedirectResponse
from starlette.routing import Route


async def back(request):
    page = request.query_params.get("back", "home")
    return RedirectResponse(url=request.url_for("page", name=page))


routes = [Route("/back", back)]
# pair: host is compared
# vulnerable
from urllib.parse import urlparse

from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/logout")
def logout():
    target = request.referrer
    return redirect(target)
# fixed
from urllib.parse import urlparse

from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/logout")
def logout():
    target = request.referrer
    if target is None or urlparse(target).netloc != request.host:
        target = "/"
    return redirect(target)
# pair: django redirect shortcut
# vulnerable
from django.contrib.auth import login
from django.shortcuts import redirect


def sign_in(request):
    login(request, request.user)
    next_url = request.POST.get("next", "/")
    return redirect(next_url)
# fixed
from django.contrib.auth import login
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme as is_allowed


def sign_in(request):
    login(request, request.user)
    next_url = request.POST.get("next", "/")
    if is_allowed(next_url, allowed_hosts=None):
        return redirect(next_url)
    return redirect(resolve_url("home"))
# pair: relative paths only
# vulnerable
from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/switch")
def switch():
    target = request.args.get("target")
    if target:
        return redirect(target, code=303)
    return redirect("/")
# fixed
from urllib.parse import urljoin, urlparse

from flask import Flask, redirect, request

app = Flask(__name__)


def is_safe_url(target):
    host = urlparse(request.host_url)
    test = urlparse(urljoin(request.host_url, target))
    return test.scheme in ("http", "https") and host.netloc == test.netloc


@app.route("/switch")
def switch():
    target = request.args.get("target")
    if target and is_safe_url(target):
        return redirect(target, code=303)
    return redirect("/")
# pair: query parameter of starlette
# vulnerable
from starlette.responses import RedirectResponse


async def callback(request):
    return RedirectResponse(request.query_params["return_url"])
# fixed
from starlette.responses import RedirectResponse

ALLOWED_RETURNS = {"/dashboard", "/profile"}


async def callback(request):
    target = request.query_params["return_url"]
    return RedirectResponse(target if target in ALLOWED_RETURNS else "/dashboard")
# pair: fastapi with a header
# vulnerable
from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/go", status_code=302)
def go(to: str):
    return Response(status_code=302, headers={"Location": to})
# fixed
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException, Response

app = FastAPI()


@app.get("/go", status_code=302)
def go(to: str):
    parts = urlsplit(to)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        raise HTTPException(400)
    return Response(status_code=302, headers={"Location": to})
# pair: tornado
# vulnerable
import tornado.web


class LogoutHandler(tornado.web.RequestHandler):
    def get(self):
        self.clear_cookie("user")
        self.redirect(self.get_argument("next", "/"))
# fixed
import tornado.web


class LogoutHandler(tornado.web.RequestHandler):
    def get(self):
        self.clear_cookie("user")
        self.redirect(self.reverse_url("home"))
# pair: scheme check that is not enough
# vulnerable
from urllib.parse import urlparse

from flask import Blueprint, abort, redirect, request

bp = Blueprint("out", __name__)


@bp.get("/out")
def out():
    url = request.args["url"]
    if urlparse(url).scheme not in ("http", "https"):
        abort(400)
    return redirect(url)
# fixed
from urllib.parse import urlparse

from flask import Blueprint, abort, redirect, request

bp = Blueprint("out", __name__)
TRUSTED = {"example.com", "www.example.com"}


@bp.get("/out")
def out():
    url = request.args["url"]
    if urlparse(url).scheme not in ("http", "https") or urlparse(url).hostname not in TRUSTED:
        abort(400)
    return redirect(url)
# pair: path with a prefix
# vulnerable
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

router = APIRouter()


@router.post("/theme")
async def theme(request: Request):
    form = await request.form()
    return RedirectResponse(form["back"], status_code=303)
# fixed
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

router = APIRouter()


@router.post("/theme")
async def theme(request: Request):
    form = await request.form()
    return RedirectResponse(f"/settings/{form['tab']}", status_code=303)
# pair: aiohttp http found
# vulnerable
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/r")
async def follow(request: web.Request):
    where = request.rel_url.query["u"]
    raise web.HTTPFound(where)
# fixed
from aiohttp import web

KNOWN = {"a": "/articles", "b": "/books"}
routes = web.RouteTableDef()


@routes.get("/r")
async def follow(request: web.Request):
    where = KNOWN.get(request.rel_url.query["u"])
    if where is None:
        raise web.HTTPNotFound()
    raise web.HTTPFound(where)
# pair: fastapi goto
# vulnerable
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()


@app.get("/go")
def go(to: str):
    return RedirectResponse(url=to, status_code=302)
# fixed
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()
PAGES = {"docs": "https://docs.example.org", "blog": "https://blog.example.org"}


@app.get("/go")
def go(to: str):
    return RedirectResponse(url=PAGES.get(to, "/"), status_code=302)
# pair: flask next again
# vulnerable
from urllib.parse import urlparse, urljoin
from flask import Flask, redirect, request, session, url_for

app = Flask(__name__)


@app.route("/login", methods=["POST"])
def login():
    session["user"] = request.form["user"]
    target = request.args.get("next")
    return redirect(target or url_for("home"))


@app.route("/")
def home():
    return "home"
# fixed
from urllib.parse import urlparse, urljoin
from flask import Flask, redirect, request, session, url_for

app = Flask(__name__)


def is_local(target: str) -> bool:
    here = urlparse(request.host_url)
    there = urlparse(urljoin(request.host_url, target))
    return there.scheme in ("http", "https") and here.netloc == there.netloc


@app.route("/login", methods=["POST"])
def login():
    session["user"] = request.form["user"]
    target = request.args.get("next")
    if not target or not is_local(target):
        target = url_for("home")
    return redirect(target)


@app.route("/")
def home():
    return "home"
# pair: location header
# vulnerable
from fastapi import APIRouter, Query, Response

router = APIRouter()


@router.get("/logout")
def logout(return_to: str = Query("/")):
    response = Response(status_code=303)
    response.delete_cookie("session")
    response.headers["Location"] = return_to
    return response
# fixed
from fastapi import APIRouter, Query, Response

router = APIRouter()


@router.get("/logout")
def logout(return_to: str = Query("/")):
    response = Response(status_code=303)
    response.delete_cookie("session")
    if not return_to.startswith("/") or return_to.startswith(("//", "/\\")):
        return_to = "/"
    response.headers["Location"] = return_to
    return response
# pair: referrer
# vulnerable
from flask import Blueprint, redirect, request, url_for

bp = Blueprint("language", __name__)


@bp.route("/language/<code>")
def choose(code):
    response = redirect(request.referrer or "/")
    response.set_cookie("language", code, httponly=True, samesite="Lax")
    return response
# fixed
from flask import Blueprint, redirect, request, url_for

bp = Blueprint("language", __name__)


@bp.route("/language/<code>")
def choose(code):
    response = redirect(url_for("index"))
    response.set_cookie("language", code, httponly=True, samesite="Lax")
    return response
# pair: shortener
# vulnerable
import sqlite3
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse

app = FastAPI()


def next_page(request: Request) -> str:
    return request.cookies.get("next_page", "/")


@app.post("/confirm")
def confirm(page: str = Depends(next_page)):
    return RedirectResponse(page, 303)
# fixed
import sqlite3
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse

app = FastAPI()


def next_page(request: Request) -> str:
    page = request.cookies.get("next_page", "/")
    return page if page in {"/", "/inbox", "/settings"} else "/"


@app.post("/confirm")
def confirm(page: str = Depends(next_page)):
    return RedirectResponse(page, 303)
# pair: starlette query
# vulnerable
from starlette.applications import Starlette
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route



def destination(request: Request) -> str:
    wanted = request.query_params.get("continue", "/")
    return wanted


async def sign_in(request: Request) -> RedirectResponse:
    request.session["user"] = (await request.form())["user"]
    return RedirectResponse(destination(request), status_code=303)


app = Starlette(routes=[Route("/sign-in", sign_in, methods=["POST"])])
# fixed
from starlette.applications import Starlette
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

TRUSTED = {"example.org", "www.example.org"}


def destination(request: Request) -> str:
    wanted = request.query_params.get("continue", "/")
    host = URL(wanted).hostname
    if host is not None and host not in TRUSTED or wanted.startswith("//"):
        return "/"
    return wanted


async def sign_in(request: Request) -> RedirectResponse:
    request.session["user"] = (await request.form())["user"]
    return RedirectResponse(destination(request), status_code=303)


app = Starlette(routes=[Route("/sign-in", sign_in, methods=["POST"])])
# pair: django login
# vulnerable
from django.contrib.auth import login
from django.shortcuts import redirect


def after_login(request, user):
    login(request, user)
    target = request.POST.get("next") or "/"
    return redirect(target)
# fixed
from django.contrib.auth import login
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def after_login(request, user):
    login(request, user)
    target = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return redirect(target)
# pair: helper response
# vulnerable
from flask import Flask, Response, request

app = Flask(__name__)


def see_other(where: str) -> Response:
    return Response(status=303, headers={"Location": where})


@app.post("/vote")
def vote():
    return see_other(request.form["back"])
# fixed
from flask import Flask, Response, request

app = Flask(__name__)


def see_other(where: str) -> Response:
    return Response(status=303, headers={"Location": where})


@app.post("/vote")
def vote():
    return see_other("/polls/" + str(int(request.form["poll"])))
# pair: htmx header
# vulnerable
from fastapi import FastAPI, Form, Response

app = FastAPI()


@app.post("/save")
def save(text: str = Form(), then: str = Form("/")):
    return Response(status_code=303, headers={"location": then})
# fixed
from fastapi import FastAPI, Form, Response

app = FastAPI()


@app.post("/save")
def save(text: str = Form(), then: str = Form("/")):
    if then not in ("/", "/list", "/new"):
        then = "/"
    return Response(status_code=303, headers={"location": then})
# pair: http handler
# vulnerable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse



class Redirector(BaseHTTPRequestHandler):
    def do_GET(self):
        parameters = parse_qs(urlparse(self.path).query)
        to = parameters["to"][0]
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()
# fixed
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse

SHORT = {"py": "https://python.org", "pypi": "https://pypi.org"}


class Redirector(BaseHTTPRequestHandler):
    def do_GET(self):
        parameters = parse_qs(urlparse(self.path).query)
        to = parameters["to"][0]
        to = SHORT.get(to, "/")
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()
# pair: oauth state
# vulnerable
import json
from base64 import urlsafe_b64decode
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse as Go

app = FastAPI()


@app.get("/oauth/callback")
async def callback(state: str, code: str, request: Request):
    details = json.loads(urlsafe_b64decode(state))
    request.session["code"] = code
    return Go(details["return_url"])
# fixed
import json
from base64 import urlsafe_b64decode
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse as Go

app = FastAPI()


@app.get("/oauth/callback")
async def callback(state: str, code: str, request: Request):
    details = json.loads(urlsafe_b64decode(state))
    request.session["code"] = code
    return Go(urlsplit(details["return_url"]).path or "/")
# pair: tornado again
# vulnerable
import tornado.web


class Logout(tornado.web.RequestHandler):
    def post(self):
        self.clear_cookie("user")
        self.redirect(self.get_argument("next", "/"))
# fixed
import tornado.web


class Logout(tornado.web.RequestHandler):
    def post(self):
        self.clear_cookie("user")
        self.redirect("/goodbye")
# pair: fastapi depends
# vulnerable
from typing import Annotated
from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()


class Next:
    def __init__(self, next: str = "/"):
        self.target = next


@app.post("/session")
def login(where: Annotated[Next, Depends()]):
    return RedirectResponse(where.target, status_code=303)
# fixed
from typing import Annotated
from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()


class Next:
    def __init__(self, next: str = "/"):
        self.target = next if next in ("/", "/account", "/orders") else "/"


@app.post("/session")
def login(where: Annotated[Next, Depends()]):
    return RedirectResponse(where.target, status_code=303)
# pair: form hidden
# vulnerable
from flask import Flask, redirect, request

app = Flask(__name__)


@app.post("/cart/add")
def add():
    back = request.form.get("back") or "/cart"
    return redirect(back, code=303)
# fixed
from flask import Flask, redirect, request
from urllib.parse import urlsplit

app = Flask(__name__)


@app.post("/cart/add")
def add():
    back = request.form.get("back") or "/cart"
    parts = urlsplit(back)
    if parts.scheme or parts.netloc:
        back = "/cart"
    return redirect(back, code=303)
# pair: middleware scheme
# vulnerable
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import RedirectResponse


class Login(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path == "/login" and request.session.get("user"):
            return RedirectResponse(request.query_params.get("next", "/"))
        return await call_next(request)
# fixed
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import RedirectResponse


class Login(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path == "/login" and request.session.get("user"):
            return RedirectResponse("/")
        return await call_next(request)
# pair: sanic
# vulnerable
from sanic import Sanic, response

app = Sanic("links")


@app.get("/out")
async def out(request):
    return response.redirect(request.args.get("u"))
# fixed
from sanic import Sanic, response

app = Sanic("links")
LINKS = {"1": "https://example.org/a", "2": "https://example.org/b"}


@app.get("/out")
async def out(request):
    return response.redirect(LINKS.get(request.args.get("u"), "/"))
# pair: email click
# vulnerable
from fastapi import FastAPI, Request, Response

app = FastAPI()


@app.get("/click")
def click(request: Request):
    target = request.query_params["url"]
    return Response(status_code=307, headers={"Location": target})
# fixed
from fastapi import FastAPI, Request, Response
from itsdangerous import BadSignature, URLSafeSerializer
import os

app = FastAPI()
signer = URLSafeSerializer(os.environ["LINK_KEY"])


@app.get("/click")
def click(request: Request):
    try:
        target = signer.loads(request.query_params["url"])
    except BadSignature:
        target = "/"
    return Response(status_code=307, headers={"Location": target})
# pair: flask logout arg
# vulnerable
from flask import Flask, request, session
from werkzeug.utils import redirect as go

app = Flask(__name__)


@app.get("/logout")
def logout():
    session.clear()
    where = request.values.get("to", "")
    return go(where if where else "/")
# fixed
from flask import Flask, request, session
from werkzeug.utils import redirect as go

app = Flask(__name__)


@app.get("/logout")
def logout():
    session.clear()
    where = request.values.get("to", "")
    return go(where if where in ("/", "/welcome") else "/")
