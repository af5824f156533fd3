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
