# vulnerable: flask session next
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    nxt = request.args.get("next", url_for("index"))
    return redirect(nxt)
# vulnerable: class view
from django.views.generic import RedirectView
class R(RedirectView):
    def get_redirect_url(self, *args, **kwargs):
        return self.request.GET.get("next")
# vulnerable: fastapi kw
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/a")
async def a(next: str = "/"):
    return RedirectResponse(url=next)
# vulnerable: prefix https
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    return redirect("https://" + request.args["host"] + "/login")
# harmless: url_for
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    return redirect(url_for("page", name=request.args["n"]))
# harmless: netloc empty
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from urllib.parse import urlparse
@app.get("/a")
def a():
    t = request.args.get("next", "/")
    if urlparse(t).netloc:
        t = "/"
    return redirect(t)
# harmless: netloc compare empty
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from urllib.parse import urlparse
@app.get("/a")
def a():
    t = request.args.get("next", "/")
    p = urlparse(t)
    if p.netloc != "" or p.scheme != "":
        t = "/"
    return redirect(t)
# harmless: or
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from urllib.parse import urlsplit
@app.get("/a")
def a():
    t = request.args.get("next")
    if not t or urlsplit(t).netloc != "":
        t = url_for("index")
    return redirect(t)
# harmless: path only
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from urllib.parse import urlsplit
@app.get("/a")
def a():
    t = urlsplit(request.args.get("next", "/")).path
    return redirect("/" + t.lstrip("/"))
# harmless: ifexp
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
SAFE = {"/a", "/b"}
@app.get("/a")
def a(next: str = "/a"):
    return RedirectResponse(next if next in SAFE else "/a")
# vulnerable: weak substring
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    t = request.args["t"]
    if "example.com" not in t:
        abort(400)
    return redirect(t)
# vulnerable: weak startswith host
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    t = request.args["t"]
    if not t.startswith("https://example.com"):
        abort(400)
    return redirect(t)
# harmless: startswith host slash
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    t = request.args["t"]
    if not t.startswith("https://example.com/"):
        abort(400)
    return redirect(t)
# harmless: regex
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import re
@app.get("/a")
def a():
    t = request.args["t"]
    if not re.fullmatch(r"/[a-z0-9/_-]*", t) or t.startswith("//"):
        abort(400)
    return redirect(t)
# harmless: dict lookup default
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
PAGES = {"home": "/", "docs": "/docs"}
@app.get("/a")
def a():
    return redirect(PAGES.get(request.args.get("p"), "/"))
# vulnerable: html meta js
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/a")
def a(request: Request):
    r = Response(status_code=302)
    r.headers["location"] = request.query_params["u"]
    return r
# vulnerable: django
from django.shortcuts import redirect as go
def v(request):
    return go(request.META.get("HTTP_REFERER"))
# vulnerable: cookie
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    dest = request.cookies.get("return_to")
    return redirect(dest)
# vulnerable: tuple status
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    return "", 302, {"Location": request.args["u"]}
# vulnerable: django permanent
from django.http import HttpResponsePermanentRedirect
def v(request, url):
    return HttpResponsePermanentRedirect(url)
# vulnerable: response class
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    r = Response(status=301)
    r.headers["Location"] = request.args.get("u")
    return r
# harmless: validated helper default
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from urllib.parse import urlparse
def safe_target(t):
    p = urlparse(t)
    if p.scheme or p.netloc or not p.path.startswith("/"):
        return "/"
    return t
@app.get("/a")
def a():
    return redirect(safe_target(request.args.get("next", "/")))
# vulnerable: backslash weak helper
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
def safe_target(t):
    if t.startswith("/"):
        return t
    return "/"
@app.get("/a")
def a():
    return redirect(safe_target(request.args.get("next", "/")))
# harmless: in loop of hosts
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from urllib.parse import urlparse
ALLOWED = ["example.com"]
@app.get("/a")
def a():
    url = request.args["u"]
    netloc = urlparse(url).netloc
    if not any(netloc == host or netloc.endswith("." + host) for host in ALLOWED):
        abort(400)
    return redirect(url)
# vulnerable: sso callback
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from urllib.parse import urlencode
@app.get("/sso")
def sso(relay_state: str, token: str):
    return RedirectResponse(f"{relay_state}?{urlencode({'token': token})}")
# harmless: sso callback
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from urllib.parse import urlencode
RELAYS = {"crm": "https://crm.example.com/cb"}
@app.get("/sso")
def sso(relay: str, token: str):
    if relay not in RELAYS:
        raise HTTPException(400)
    return RedirectResponse(f"{RELAYS[relay]}?{urlencode({'token': token})}")
# harmless: replace netloc
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
from urllib.parse import urlparse
@app.get("/a")
def a():
    t = urlparse(request.args.get("next", "/"))._replace(scheme="", netloc="").geturl()
    return redirect(t)
# harmless: host_url
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    t = request.args.get("next", "")
    if not t.startswith(request.host_url):
        t = url_for("index")
    return redirect(t)
# harmless: reverse
from django.shortcuts import redirect
from django.urls import reverse
def v(request):
    return redirect(reverse("item", args=[request.POST["id"]]))
# harmless: session
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    return redirect(session.pop("next", "/"))
# harmless: allowed prefix list
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    t = request.args.get("next", "/")
    if not any(t == p or t.startswith(p + "/") for p in ("/account", "/orders")):
        t = "/"
    return redirect(t)
# vulnerable: login with flash
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.post("/login")
def login():
    user = authenticate(request.form["u"], request.form["p"])
    if user is None:
        abort(401)
    next_page = request.form.get("next")
    if not next_page:
        next_page = url_for("home")
    return redirect(next_page)
# vulnerable: aiohttp query
from aiohttp import web
routes = web.RouteTableDef()
@routes.get("/go")
async def go(request):
    url = request.rel_url.query.get("url", "/")
    return web.HTTPFound(url)
# vulnerable: starlette kw
from starlette.responses import RedirectResponse
async def logout(request):
    request.session.clear()
    return RedirectResponse(url=request.query_params.get("next", "/"), status_code=303)
