# vulnerable: flask tuple
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.route("/a")
def a():
    return "<p>No such page: " + request.path + "</p>", 404
# vulnerable: bytes/wsgi standard handler
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        q = parse_qs(urlparse(self.path).query).get("q", [""])[0]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<h1>{q}</h1>".encode())
# harmless: standard handler
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse
import html
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        q = parse_qs(urlparse(self.path).query).get("q", [""])[0]
        self.wfile.write(f"<h1>{html.escape(q)}</h1>".encode())
# vulnerable: markup flask import
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from markupsafe import Markup as M
@app.route("/a")
def a():
    return render_template("a.html", note=M(request.args["n"]))
# harmless: markup escape
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from markupsafe import Markup, escape
@app.route("/a")
def a():
    return render_template("a.html", note=Markup("<b>") + escape(request.args["n"]) + Markup("</b>"))
# harmless: markup const
from markupsafe import Markup
LOGO = Markup("<img src='/logo.png'>")
# vulnerable: format_html misuse
from django.utils.html import format_html
def badge(name):
    return format_html(f"<b>{name}</b>")
# harmless: format_html
from django.utils.html import format_html
def badge(name):
    return format_html("<b>{}</b>", name)
# vulnerable: make_response
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.route("/a")
def a():
    resp = make_response("<b>" + request.cookies.get("name", "") + "</b>")
    resp.set_cookie("a", "b")
    return resp
# harmless: json
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.route("/a")
def a():
    return jsonify({"name": request.args["name"]})
# harmless: dict
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.route("/a")
def a():
    return {"name": request.args["name"]}
# harmless: json dumps response
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import json
@app.route("/a")
def a():
    return Response(json.dumps({"n": request.args["n"]}), mimetype="application/json")
# harmless: int
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.route("/a/<int:n>")
def a(n):
    return f"<b>{n}</b>"
# harmless: fastapi json str
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/a")
def a(n: str):
    return f"Hello {n}"
# vulnerable: response_class
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/a", response_class=HTMLResponse)
def a(n: str):
    return f"<b>Hello {n}</b>"
# vulnerable: media type
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/a")
def a(n: str):
    return Response(content=f"<b>Hello {n}</b>", media_type="text/html")
# vulnerable: helper render
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
def layout(title, body):
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"
@app.route("/a")
def a():
    return layout("Search", "<p>" + request.args.get("q", "") + "</p>")
# harmless: helper render
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from html import escape
def layout(title, body):
    return f"<html><head><title>{escape(title)}</title></head><body>{escape(body)}</body></html>"
@app.route("/a")
def a():
    return layout("Search", request.args.get("q", ""))
# vulnerable: mark_safe variable
from django.utils.safestring import mark_safe
class P:
    def bio(self, obj):
        return mark_safe("<p>" + obj.bio + "</p>")
# vulnerable: template concat from_string
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from jinja2 import Environment
env = Environment(autoescape=True)
@app.route("/a")
def a():
    return env.from_string("Hello " + request.args["n"]).render()
# harmless: from_string const
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from jinja2 import Environment
env = Environment(autoescape=True)
@app.route("/a")
def a():
    return env.from_string("Hello {{ n }}").render(n=request.args["n"])
# vulnerable: sanic html
from sanic import Sanic, response
app = Sanic("x")
@app.get("/a")
async def a(request):
    return response.html(f"<p>{request.args.get('q')}</p>")
# vulnerable: jinja_env
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
app.jinja_env.autoescape = False
# vulnerable: jinja options dict
import jinja2
env = jinja2.Environment(**{"autoescape": False})
# harmless: select autoescape kw
import jinja2
env = jinja2.Environment(loader=jinja2.FileSystemLoader("t"), autoescape=jinja2.select_autoescape(default=True))
# vulnerable: bottle template
from bottle import route, template, request
@route("/a")
def a():
    return "<b>%s</b>" % request.query.name
# vulnerable: loop +=
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.post("/a")
def a():
    page = "<ul>"
    for item in request.form.getlist("item"):
        page += "<li>" + item + "</li>"
    return page + "</ul>"
# harmless: loop escape
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import html
@app.post("/a")
def a():
    page = "<ul>"
    for item in request.form.getlist("item"):
        page += "<li>" + html.escape(item) + "</li>"
    return page + "</ul>"
# harmless: text/plain header dict
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.post("/a")
def a():
    return request.form["x"], 200, {"Content-Type": "text/plain; charset=utf-8"}
# harmless: content_type set later
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.post("/a")
def a():
    r = make_response(request.form["x"])
    r.headers["Content-Type"] = "text/plain"
    return r
# harmless: content_type attr later
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.post("/a")
def a():
    r = make_response(request.form["x"])
    r.mimetype = "text/plain"
    return r
# vulnerable: tornado
import tornado.web
class H(tornado.web.RequestHandler):
    def get(self):
        self.write("<h1>" + self.get_argument("n") + "</h1>")
# harmless: tornado
import tornado.web
from tornado.escape import xhtml_escape
class H(tornado.web.RequestHandler):
    def get(self):
        self.write("<h1>" + xhtml_escape(self.get_argument("n")) + "</h1>")
# vulnerable: django class view
from django.http import HttpResponse
from django.views import View
class S(View):
    def get(self, request):
        q = request.GET.get("q")
        html = f"<p>Results for {q}</p>"
        return HttpResponse(html)
# harmless: django json
from django.http import HttpResponse
def v(request):
    return HttpResponse(request.GET["q"], content_type="text/plain")
# harmless: django render
from django.shortcuts import render
def v(request):
    return render(request, "a.html", {"q": request.GET["q"]})
# vulnerable: aiohttp body
from aiohttp import web
async def h(request):
    return web.Response(body=f"<b>{request.query['n']}</b>".encode(), headers={"Content-Type": "text/html"})
# vulnerable: flask-restful make_response
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from flask.views import MethodView
class V(MethodView):
    def get(self):
        return "<b>" + request.args["x"] + "</b>"
# vulnerable: async quart
from quart import Quart, request
app = Quart(__name__)
@app.route("/a", methods=["POST"])
async def a():
    form = await request.form
    return f"<p>{form['x']}</p>"
# vulnerable: dict values
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.post("/a")
def a():
    data = {"title": request.form["t"], "body": request.form["b"]}
    return "<h1>{title}</h1>{body}".format(**data)
# harmless: dict values
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from markupsafe import escape
@app.post("/a")
def a():
    data = {"title": escape(request.form["t"]), "body": escape(request.form["b"])}
    return "<h1>{title}</h1>{body}".format(**data)
# harmless: comprehension escape
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from html import escape
@app.post("/a")
def a():
    safe = {k: escape(v) for k, v in request.form.items()}
    return "<h1>{title}</h1>".format(**safe)
# vulnerable: template literal
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    tpl = "<h1>Hi " + request.args.get("n", "") + "</h1>"
    return render_template_string(tpl)
# vulnerable: mako
from mako.template import Template
from flask import Flask, request
app = Flask(__name__)
@app.get("/a")
def a():
    return Template("hello ${name}").render(name=request.args["n"])
# vulnerable: format attr
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
PAGE = "<html>{body}</html>"
@app.get("/a")
def a():
    return PAGE.format(body=request.args["b"])
# vulnerable: percent dict
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
PAGE = "<html>%(body)s</html>"
@app.get("/a")
def a():
    return PAGE % {"body": request.args["b"]}
# vulnerable: replace
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
PAGE = "<html>BODY</html>"
@app.get("/a")
def a():
    return PAGE.replace("BODY", request.args["b"])
# vulnerable: search page helper class
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
class Page:
    def __init__(self, title):
        self.title = title
        self.parts = []
    def add(self, html):
        self.parts.append(html)
    def render(self):
        return f"<html><h1>{self.title}</h1>{''.join(self.parts)}</html>"
@app.route("/s")
def s():
    page = Page("Search " + request.args.get("q", ""))
    return page.render()
# vulnerable: error handler
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.errorhandler(Exception)
def oops(e):
    return f"<pre>{request.path}: {e}</pre>", 500
# vulnerable: fastapi request query
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/w")
async def w(request: Request):
    who = request.query_params.get("who", "world")
    page = """<html><body>Hello %s</body></html>""" % who
    return HTMLResponse(page)
# harmless: jinja templates
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from fastapi.templating import Jinja2Templates
templates = Jinja2Templates(directory="templates")
@app.get("/w")
async def w(request: Request, who: str = "world"):
    return templates.TemplateResponse(request, "w.html", {"who": who})
# harmless: bleach
from markupsafe import Markup
import bleach
def comment(text):
    return Markup(bleach.clean(text, tags={"b", "i"}))
# vulnerable: django safestring alias
from django.utils.safestring import mark_safe as safe
from django import template
register = template.Library()
@register.simple_tag
def banner(message):
    return safe(f"<div class='banner'>{message}</div>")
# harmless: dumps script
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import json
from markupsafe import Markup
@app.get("/a")
def a():
    data = json.dumps({"q": request.args["q"]}).replace("<", "\\u003c")
    return render_template("a.html", data=data)
# harmless: env render
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
from jinja2 import Environment, FileSystemLoader, select_autoescape
env = Environment(loader=FileSystemLoader("t"), autoescape=select_autoescape())
@app.get("/a")
def a():
    return env.get_template("a.html").render(q=request.args["q"])
# harmless: Markup format
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
from markupsafe import Markup
@app.get("/a")
def a():
    return Markup("<b>{}</b>").format(request.args["q"])
# harmless: send plain
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
@app.get("/a")
def a(q: str):
    return PlainTextResponse(q)
# harmless: redirect
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    return redirect(url_for("b", q=request.args["q"]))
# harmless: strip numeric
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    n = request.args.get("n", type=int)
    return f"<b>{n}</b>"
# harmless: choice
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    color = request.args.get("c")
    if color not in {"red", "blue"}:
        color = "red"
    return f"<b style='color:{color}'>x</b>"
# vulnerable: cookie greeting class response
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
@app.get("/g")
def g(request: Request):
    name = request.cookies.get("name", "guest")
    return HTMLResponse(f"<p>Hi {name}</p>")
# vulnerable: table builder
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
def row(cells):
    return "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
@app.post("/t")
def t():
    cells = request.form.getlist("cell")
    return "<table>" + row(cells) + "</table>"
# vulnerable: markup in helper
from markupsafe import Markup
def link(url, label):
    return Markup(f'<a href="{url}">{label}</a>')
