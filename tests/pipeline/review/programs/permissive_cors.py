# vulnerable: starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
m = [Middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)]
# vulnerable: wrapped
from starlette.middleware.cors import CORSMiddleware
app = CORSMiddleware(app, allow_origins=("*",), allow_credentials=True)
# vulnerable: flask default creds
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from flask_cors import CORS
CORS(app, supports_credentials=True)
# vulnerable: flask regex
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from flask_cors import CORS
CORS(app, origins=r".*", supports_credentials=True)
# vulnerable: resources list
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from flask_cors import CORS
CORS(app, resources={r"/*": {"origins": ["*"], "supports_credentials": True}})
# vulnerable: extend
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.route("/a")
def a():
    r = jsonify({})
    r.headers.extend({"Access-Control-Allow-Origin": request.headers.get("Origin"), "Access-Control-Allow-Credentials": "true"})
    return r
# vulnerable: http_origin
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.after_request
def a(r):
    r.headers["Access-Control-Allow-Origin"] = request.environ.get("HTTP_ORIGIN", "*")
    r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
# vulnerable: tornado
import tornado.web
class B(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", self.request.headers.get("Origin", "*"))
        self.set_header("Access-Control-Allow-Credentials", "true")
# vulnerable: tornado star
import tornado.web
class B(tornado.web.RequestHandler):
    def set_default_headers(self):
        self.set_header("Access-Control-Allow-Origin", "*")
        self.set_header("Access-Control-Allow-Credentials", "true")
# vulnerable: standard
from http.server import BaseHTTPRequestHandler
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin"))
        self.send_header("Access-Control-Allow-Credentials", "true")
# vulnerable: null
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["null", "https://a"], allow_credentials=True)
# vulnerable: unescaped regex
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://.*\.?example\.com", allow_credentials=True)
# vulnerable: regex open end
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https?://.+", allow_credentials=True)
# harmless: localhost regex
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://(www|app)\.example\.com", allow_credentials=True)
# harmless: env
import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=os.environ["O"].split(","), allow_credentials=True)
# harmless: public no creds get
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False, allow_methods=["GET"])
# harmless: django
CORS_ALLOWED_ORIGINS = ["https://a.example.com"]
CORS_ALLOW_ALL_ORIGINS = False
# vulnerable: django regex
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://.*$"]
CORS_ALLOW_CREDENTIALS = True
# harmless: django regex
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://\w+\.example\.com$"]
# vulnerable: socketio
from flask_socketio import SocketIO
s = SocketIO(app, cors_allowed_origins="*")
# vulnerable: sanic
from sanic import Sanic
from sanic_cors import CORS
app = Sanic("a")
CORS(app, origins="*", supports_credentials=True)
# vulnerable: helper
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
def cors_headers(request):
    origin = request.headers.get("origin", "*")
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
@app.get("/a")
def a(request: Request):
    return JSONResponse({}, headers=cors_headers(request))
# vulnerable: endswith
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.after_request
def a(r):
    o = request.headers.get("Origin", "")
    if o.endswith("example.com"):
        r.headers["Access-Control-Allow-Origin"] = o
        r.headers["Access-Control-Allow-Credentials"] = "true"
    return r
# harmless: get helper
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
ALLOWED = ["https://a.example.com"]
def allowed(origin):
    return origin in ALLOWED
@app.after_request
def a(r):
    o = request.headers.get("Origin", "")
    if allowed(o):
        r.headers["Access-Control-Allow-Origin"] = o
    return r
# harmless: pick
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
ALLOWED = {"https://a.example.com"}
@app.after_request
def a(r):
    o = request.headers.get("Origin")
    r.headers["Access-Control-Allow-Origin"] = o if o in ALLOWED else "https://a.example.com"
    return r
# vulnerable: settings list
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from fastapi.middleware.cors import CORSMiddleware
CORS = {"allow_origins": ["*"], "allow_credentials": True}
app.add_middleware(CORSMiddleware, **CORS)
# harmless: settings list
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from fastapi.middleware.cors import CORSMiddleware
CORS = {"allow_origins": ["https://a.example.com"], "allow_credentials": True}
app.add_middleware(CORSMiddleware, **CORS)
# vulnerable: django response
from django.http import JsonResponse
def api(request):
    response = JsonResponse({"a": 1})
    response["Access-Control-Allow-Origin"] = request.headers["Origin"]
    response["Access-Control-Allow-Credentials"] = "true"
    return response
# harmless: regex anchored
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=r"^https://[a-z0-9-]+\.preview\.example\.com$", allow_credentials=True)
# harmless: flask list
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
from flask_cors import CORS
CORS(app, origins=["https://a.example.com"], supports_credentials=True, methods=["GET", "POST"])
# harmless: in dict get
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
ORIGINS = {"https://a.example.com": True}
@app.after_request
def f(r):
    o = request.headers.get("Origin", "")
    if ORIGINS.get(o):
        r.headers["Access-Control-Allow-Origin"] = o
    return r
# vulnerable: after request star creds
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.after_request
def cors(resp):
    resp.headers["Access-Control-Allow-Origin"] = "*"
    resp.headers["Access-Control-Allow-Credentials"] = "true"
    return resp
