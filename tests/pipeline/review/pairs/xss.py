# pair: flask returns a name in HTML
# vulnerable
from flask import Flask, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "you")
    return f"<h1>Hello {name}</h1>"
# fixed
from flask import Flask, request
from markupsafe import escape

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "you")
    return f"<h1>Hello {escape(name)}</h1>"
# pair: Markup of a comment
# vulnerable
from markupsafe import Markup


def render_comment(comment):
    author, text = comment["author"], comment["text"]
    return Markup("<article><b>%s</b><p>%s</p></article>" % (author, text))
# fixed
from markupsafe import Markup


def render_comment(comment):
    author, text = comment["author"], comment["text"]
    return Markup("<article><b>%s</b><p>%s</p></article>") % (author, text)
# pair: fastapi HTML response
# vulnerable
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/search", response_class=HTMLResponse)
async def search(q: str = ""):
    body = "<p>Nothing was found for <em>" + q + "</em>.</p>"
    return HTMLResponse(content=body)
# fixed
from html import escape as html_text

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/search", response_class=HTMLResponse)
async def search(q: str = ""):
    body = "<p>Nothing was found for <em>" + html_text(q) + "</em>.</p>"
    return HTMLResponse(content=body)
# pair: template of a text
# vulnerable
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.errorhandler(404)
def missing(error):
    template = "<h1>Not found</h1><p>%s</p>" % request.url
    return render_template_string(template), 404
# fixed
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.errorhandler(404)
def missing(error):
    template = "<h1>Not found</h1><p>{{ url }}</p>"
    return render_template_string(template, url=request.url), 404
# pair: jinja environment
# vulnerable
from jinja2 import Environment, FileSystemLoader

environment = Environment(loader=FileSystemLoader("templates"))


def page(name, **values):
    return environment.get_template(f"{name}.html").render(**values)
# fixed
from jinja2 import Environment, FileSystemLoader, select_autoescape

environment = Environment(loader=FileSystemLoader("templates"), autoescape=select_autoescape(["html"]))


def page(name, **values):
    return environment.get_template(f"{name}.html").render(**values)
# pair: django mark_safe in a filter
# vulnerable
from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def highlight(text, word):
    return mark_safe(text.replace(word, f"<mark>{word}</mark>"))
# fixed
from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def highlight(text, word):
    before, found, after = text.partition(word)
    return format_html("{}<mark>{}</mark>{}", before, found, after)
# pair: aiohttp text as HTML
# vulnerable
from aiohttp import web


async def profile(request):
    form = await request.post()
    html = "<title>{0}</title><h1>{0}</h1>".format(form["title"])
    return web.Response(text=html, content_type="text/html")
# fixed
import html

from aiohttp import web


async def profile(request):
    form = await request.post()
    page = "<title>{0}</title><h1>{0}</h1>".format(html.escape(form["title"]))
    return web.Response(text=page, content_type="text/html")
# pair: django response
# vulnerable
from django.http import HttpResponse


def greet(request):
    name = request.GET.get("name", "")
    return HttpResponse("<h1>Hello, %s!</h1>" % name)
# fixed
from django.http import HttpResponse
from django.utils.html import escape


def greet(request):
    name = request.GET.get("name", "")
    return HttpResponse("<h1>Hello, %s!</h1>" % escape(name))
# pair: path variable
# vulnerable
from flask import Flask

app = Flask(__name__)


@app.route("/user/<username>")
def profile(username):
    return "<p>Profile of " + username + "</p>"
# fixed
from flask import Flask, render_template

app = Flask(__name__)


@app.route("/user/<username>")
def profile(username):
    return render_template("profile.html", username=username)
# pair: jinja template object
# vulnerable
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Template

app = FastAPI()
PAGE = Template("<h1>{{ title }}</h1>")


@app.get("/page")
def page(title: str):
    return HTMLResponse(PAGE.render(title=title))
# fixed
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Template

app = FastAPI()
PAGE = Template("<h1>{{ title }}</h1>", autoescape=True)


@app.get("/page")
def page(title: str):
    return HTMLResponse(PAGE.render(title=title))
# pair: list of comments
# vulnerable
from flask import Flask, make_response, request

app = Flask(__name__)
comments = []


@app.route("/comments", methods=["GET", "POST"])
def show_comments():
    if request.method == "POST":
        comments.append(request.form["comment"])
    items = "".join(f"<li>{comment}</li>" for comment in comments)
    latest = request.args.get("highlight", "")
    return make_response(f"<ul>{items}</ul><b>{latest}</b>")
# fixed
from flask import Flask, make_response, render_template_string, request

app = Flask(__name__)
comments = []
TEMPLATE = "<ul>{% for comment in comments %}<li>{{ comment }}</li>{% endfor %}</ul><b>{{ latest }}</b>"


@app.route("/comments", methods=["GET", "POST"])
def show_comments():
    if request.method == "POST":
        comments.append(request.form["comment"])
    latest = request.args.get("highlight", "")
    return make_response(render_template_string(TEMPLATE, comments=comments, latest=latest))
# pair: safe filter in a template text
# vulnerable
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.get("/bio")
def bio():
    return render_template_string("<div>{{ text|safe }}</div>", text=request.args.get("text", ""))
# fixed
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.get("/bio")
def bio():
    return render_template_string("<div>{{ text }}</div>", text=request.args.get("text", ""))
# pair: autoescape off by hand
# vulnerable
import jinja2

env = jinja2.Environment(loader=jinja2.PackageLoader("shop"), autoescape=False)


def render(name, context):
    return env.get_template(name).render(context)
# fixed
import jinja2

env = jinja2.Environment(loader=jinja2.PackageLoader("shop"), autoescape=True)


def render(name, context):
    return env.get_template(name).render(context)
# pair: starlette with a sanitizer
# vulnerable
from starlette.requests import Request
from starlette.responses import HTMLResponse


async def preview(request: Request):
    data = await request.json()
    return HTMLResponse("<article>" + data["html"] + "</article>")
# fixed
import nh3
from starlette.requests import Request
from starlette.responses import HTMLResponse


async def preview(request: Request):
    data = await request.json()
    return HTMLResponse("<article>" + nh3.clean(data["html"]) + "</article>")
# pair: plain text
# vulnerable
from flask import Flask, Response, request

app = Flask(__name__)


@app.route("/echo")
def echo():
    return Response(request.args.get("message", ""))
# fixed
from flask import Flask, Response, request

app = Flask(__name__)


@app.route("/echo")
def echo():
    return Response(request.args.get("message", ""), mimetype="text/plain")
# pair: comments list
# vulnerable
"""A guest book kept in memory."""
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route


@dataclass
class Book:
    entries: list[str] = field(default_factory=list)

    def as_html(self) -> str:
        rows = [f"<li>{entry}</li>" for entry in self.entries]
        return "<ul>" + "\n".join(rows) + "</ul>"


book = Book()


async def show(request):
    return HTMLResponse("<h1>Guests</h1>" + book.as_html())


async def sign(request):
    form = await request.form()
    book.entries.append(form["message"])
    return RedirectResponse("/", status_code=303)


app = Starlette(routes=[Route("/", show), Route("/sign", sign, methods=["POST"])])
# fixed
"""A guest book kept in memory."""
from dataclasses import dataclass, field
from html import escape

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route


@dataclass
class Book:
    entries: list[str] = field(default_factory=list)

    def as_html(self) -> str:
        rows = [f"<li>{escape(entry)}</li>" for entry in self.entries]
        return "<ul>" + "\n".join(rows) + "</ul>"


book = Book()


async def show(request):
    return HTMLResponse("<h1>Guests</h1>" + book.as_html())


async def sign(request):
    form = await request.form()
    book.entries.append(form["message"])
    return RedirectResponse("/", status_code=303)


app = Starlette(routes=[Route("/", show), Route("/sign", sign, methods=["POST"])])
# pair: fastapi htmlresponse
# vulnerable
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()
PAGE = "<!doctype html><title>Search</title><p>Results for {query}:</p><ul>{items}</ul>"
BOOKS = ["Dune", "Emma", "Ulysses"]


@app.get("/search", response_class=HTMLResponse)
async def search(q: str = ""):
    hits = [b for b in BOOKS if q.lower() in b.lower()]
    items = "".join(f"<li>{h}</li>" for h in hits)
    return PAGE.format(query=q, items=items)
# fixed
import html
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()
PAGE = "<!doctype html><title>Search</title><p>Results for {query}:</p><ul>{items}</ul>"
BOOKS = ["Dune", "Emma", "Ulysses"]


@app.get("/search", response_class=HTMLResponse)
async def search(q: str = ""):
    hits = [b for b in BOOKS if q.lower() in b.lower()]
    items = "".join(f"<li>{h}</li>" for h in hits)
    return PAGE.format(query=html.escape(q), items=items)
# pair: flask greeting
# vulnerable
from flask import Flask, request

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "stranger")
    return "<h1>Hello, " + name + "!</h1>"
# fixed
from flask import Flask, request
from markupsafe import escape

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "stranger")
    return f"<h1>Hello, {escape(name)}!</h1>"
# pair: jinja env
# vulnerable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Renders the pages of the newsletter."""

    def __init__(self, folder: Path = TEMPLATES):
        self.environment = Environment(loader=FileSystemLoader(folder), trim_blocks=True)

    def page(self, name: str, **values) -> str:
        return self.environment.get_template(name).render(**values)
# fixed
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Renders the pages of the newsletter."""

    def __init__(self, folder: Path = TEMPLATES):
        self.environment = Environment(
            loader=FileSystemLoader(folder), trim_blocks=True, autoescape=select_autoescape()
        )

    def page(self, name: str, **values) -> str:
        return self.environment.get_template(name).render(**values)
# pair: make response content type
# vulnerable
from flask import Flask, jsonify, make_response, request

app = Flask(__name__)


@app.post("/preview")
def preview():
    body = request.form.get("body") or ""
    response = make_response("<article>%s</article>" % body)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


@app.get("/status")
def status():
    return jsonify(ok=True)
# fixed
from flask import Flask, jsonify, make_response, request

app = Flask(__name__)


@app.post("/preview")
def preview():
    body = request.form.get("body") or ""
    response = make_response(body)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@app.get("/status")
def status():
    return jsonify(ok=True)
# pair: markup filter
# vulnerable
from flask import Flask, render_template
from markupsafe import Markup

app = Flask(__name__)


@app.template_filter("highlight")
def highlight(text: str, word: str) -> Markup:
    """Put the word that was looked for in bold."""
    if not word:
        return Markup(text)
    return Markup(text.replace(word, f"<b>{word}</b>"))


@app.route("/")
def index():
    return render_template("index.html")
# fixed
from flask import Flask, render_template
from markupsafe import Markup

app = Flask(__name__)


@app.template_filter("highlight")
def highlight(text: str, word: str) -> Markup:
    """Put the word that was looked for in bold."""
    if not word:
        return Markup.escape(text)
    bold = Markup("<b>{}</b>").format(word)
    return Markup.escape(text).replace(Markup.escape(word), bold)


@app.route("/")
def index():
    return render_template("index.html")
# pair: streamlit unsafe
# vulnerable
import pandas as pd
import streamlit as st

st.title("Reviews")
upload = st.file_uploader("Reviews as CSV", type="csv")
if upload is not None:
    frame = pd.read_csv(upload)
    for row in frame.itertuples():
        st.markdown(f"<div class='card'><b>{row.author}</b>: {row.text}</div>", unsafe_allow_html=True)
# fixed
from html import escape

import pandas as pd
import streamlit as st

st.title("Reviews")
upload = st.file_uploader("Reviews as CSV", type="csv")
if upload is not None:
    frame = pd.read_csv(upload)
    for row in frame.itertuples():
        author, text = escape(str(row.author)), escape(str(row.text))
        st.markdown(f"<div class='card'><b>{author}</b>: {text}</div>", unsafe_allow_html=True)
# pair: template string
# vulnerable
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.errorhandler(404)
def missing(error):
    template = f"""
    {{% extends "base.html" %}}
    {{% block body %}}<p>{request.path} does not exist</p>{{% endblock %}}
    """
    return render_template_string(template), 404
# fixed
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.errorhandler(404)
def missing(error):
    template = """
    {% extends "base.html" %}
    {% block body %}<p>{{ path }} does not exist</p>{% endblock %}
    """
    return render_template_string(template, path=request.path), 404
# pair: template user bottle
# vulnerable
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.post("/render")
def render():
    form = request.form
    return render_template_string(form.get("layout", ""), name=form["name"])
# fixed
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.post("/render")
def render():
    form = request.form
    return render_template_string("<p>{{ layout }} {{ name }}</p>", layout=form.get("layout", ""), name=form["name"])
# pair: django mark safe
# vulnerable
from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def badge(user):
    return mark_safe(f'<span class="badge">{user.nickname}</span>')
# fixed
from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def badge(user):
    return format_html('<span class="badge">{}</span>', user.nickname)
# pair: error page helper
# vulnerable
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

app = FastAPI()


def page(title: str, *paragraphs: str) -> HTMLResponse:
    inner = "".join("<p>{}</p>".format(p) for p in paragraphs)
    return HTMLResponse(f"<html><head><title>{title}</title></head><body>{inner}</body></html>")


@app.exception_handler(404)
async def not_found(request: Request, exc: Exception):
    return page("Not found", "There is nothing at", request.url.path)
# fixed
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
import html

app = FastAPI()


def page(title: str, *paragraphs: str) -> HTMLResponse:
    paragraphs = tuple(html.escape(p) for p in paragraphs)
    inner = "".join("<p>{}</p>".format(p) for p in paragraphs)
    return HTMLResponse(f"<html><head><title>{title}</title></head><body>{inner}</body></html>")


@app.exception_handler(404)
async def not_found(request: Request, exc: Exception):
    return page("Not found", "There is nothing at", request.url.path)
# pair: http server page
# vulnerable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        who = query.get("who", ["world"])[0]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<h1>Hi {who}</h1>".encode())
# fixed
from http.server import BaseHTTPRequestHandler
from html import escape
from urllib.parse import parse_qs, urlsplit


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        who = query.get("who", ["world"])[0]
        who = escape(who)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<h1>Hi {who}</h1>".encode())
# pair: pandas to html
# vulnerable
import pandas as pd
from fastapi import FastAPI, UploadFile
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.post("/table")
def table(file: UploadFile):
    frame = pd.read_csv(file.file)
    return HTMLResponse(frame.to_html(escape=False, index=False))
# fixed
import pandas as pd
from fastapi import FastAPI, UploadFile
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.post("/table")
def table(file: UploadFile):
    frame = pd.read_csv(file.file)
    return HTMLResponse(frame.to_html(index=False))
# pair: table from db
# vulnerable
import sqlite3
from contextlib import closing

from flask import Flask

app = Flask(__name__)


def rows():
    with closing(sqlite3.connect("guests.db")) as db:
        yield from db.execute("SELECT name, message FROM guest")


@app.get("/")
def guests():
    out = ["<table>"]
    for name, message in rows():
        out.append(f"<tr><td>{name}</td><td>{message}</td></tr>")
    out.append("</table>")
    return "\n".join(out)
# fixed
import sqlite3
from contextlib import closing

from flask import Flask
from markupsafe import escape

app = Flask(__name__)


def rows():
    with closing(sqlite3.connect("guests.db")) as db:
        yield from db.execute("SELECT name, message FROM guest")


@app.get("/")
def guests():
    out = ["<table>"]
    for name, message in rows():
        out.append(f"<tr><td>{escape(name)}</td><td>{escape(message)}</td></tr>")
    out.append("</table>")
    return "\n".join(out)
# pair: tornado write
# vulnerable
import tornado.web


class EchoHandler(tornado.web.RequestHandler):
    def get(self):
        text = self.get_argument("text", "")
        self.write("<pre>" + text + "</pre>")


def make_app():
    return tornado.web.Application([(r"/echo", EchoHandler)])
# fixed
import tornado.web
from tornado.escape import xhtml_escape


class EchoHandler(tornado.web.RequestHandler):
    def get(self):
        text = self.get_argument("text", "")
        self.write("<pre>" + xhtml_escape(text) + "</pre>")


def make_app():
    return tornado.web.Application([(r"/echo", EchoHandler)])
# pair: aiohttp text html
# vulnerable
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/greet/{name}")
async def greet(request):
    name = request.match_info["name"]
    return web.Response(text=f"<p>Hi {name}</p>", content_type="text/html")
# fixed
from aiohttp import web
from html import escape as e

routes = web.RouteTableDef()


@routes.get("/greet/{name}")
async def greet(request):
    name = request.match_info["name"]
    return web.Response(text=f"<p>Hi {e(name)}</p>", content_type="text/html")
# pair: fastapi template response string
# vulnerable
from fastapi import FastAPI, Form, Response

app = FastAPI()


@app.post("/subscribe")
async def subscribe(email: str = Form(...), name: str = Form("")):
    greeting = name or email
    body = """
    <html><body>
      <p>Thank you, %s. We will write to you soon.</p>
    </body></html>
    """ % greeting
    return Response(content=body, media_type="text/html")
# fixed
from fastapi import FastAPI, Form, Response
from markupsafe import escape

app = FastAPI()


@app.post("/subscribe")
async def subscribe(email: str = Form(...), name: str = Form("")):
    greeting = name or email
    body = """
    <html><body>
      <p>Thank you, %s. We will write to you soon.</p>
    </body></html>
    """ % escape(greeting)
    return Response(content=body, media_type="text/html")
# pair: markdown render
# vulnerable
import markdown
from fastapi import FastAPI, Body
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.post("/preview", response_class=HTMLResponse)
def preview(text: str = Body(media_type="text/plain")):
    return markdown.markdown(text)
# fixed
import markdown
import nh3
from fastapi import FastAPI, Body
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.post("/preview", response_class=HTMLResponse)
def preview(text: str = Body(media_type="text/plain")):
    return nh3.clean(markdown.markdown(text))
# pair: sqlalchemy profile
# vulnerable
from flask import Flask, abort
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

app = Flask(__name__)
engine = create_engine("sqlite:///people.db")


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    bio: Mapped[str]


@app.get("/people/<int:number>")
def profile(number):
    with Session(engine) as session:
        person = session.scalars(select(Person).where(Person.id == number)).first()
    if person is None:
        abort(404)
    return f"<article>{person.bio}</article>"
# fixed
from flask import Flask, abort
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
import html

app = Flask(__name__)
engine = create_engine("sqlite:///people.db")


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    bio: Mapped[str]


@app.get("/people/<int:number>")
def profile(number):
    with Session(engine) as session:
        person = session.scalars(select(Person).where(Person.id == number)).first()
    if person is None:
        abort(404)
    return f"<article>{html.escape(person.bio)}</article>"
# pair: dominate raw
# vulnerable
from flask import Blueprint, current_app, request

bp = Blueprint("errors", __name__)


def box(kind, text):
    return '<div class="' + kind + '">' + text + "</div>"


@bp.app_errorhandler(400)
def bad(error):
    current_app.logger.info("bad request")
    return box("error", "Cannot read " + request.url), 400
# fixed
from flask import Blueprint, current_app, request
from markupsafe import escape

bp = Blueprint("errors", __name__)


def box(kind, text):
    return '<div class="' + kind + '">' + text + "</div>"


@bp.app_errorhandler(400)
def bad(error):
    current_app.logger.info("bad request")
    return box("error", "Cannot read " + escape(request.url)), 400
# pair: jinja safe filter
# vulnerable
from flask import Flask, render_template_string, request

app = Flask(__name__)
PAGE = "<h2>Comment</h2><div>{{ text|safe }}</div>"


@app.post("/comment")
def comment():
    return render_template_string(PAGE, text=request.form["text"])
# fixed
from flask import Flask, render_template_string, request

app = Flask(__name__)
PAGE = "<h2>Comment</h2><div>{{ text }}</div>"


@app.post("/comment")
def comment():
    return render_template_string(PAGE, text=request.form["text"])
# pair: json in script
# vulnerable
import json
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/chart", response_class=HTMLResponse)
def chart(title: str = "Sales"):
    settings = json.dumps({"title": title, "rows": [1, 2, 3]})
    return f"<script>draw({settings})</script>"
# fixed
import base64
import json
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/chart", response_class=HTMLResponse)
def chart(title: str = "Sales"):
    settings = base64.b64encode(json.dumps({"title": title, "rows": [1, 2, 3]}).encode()).decode()
    return f"<script>draw(JSON.parse(atob('{settings}')))</script>"
