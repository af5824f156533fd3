# vulnerable: weak url
import requests
def fetch_preview(url):
    return requests.get(url, timeout=5).text
# vulnerable: flask urlopen
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from urllib.request import urlopen
@app.get("/a")
def a():
    return {"x": urlopen(request.args["u"], timeout=3).read(10).decode()}
# vulnerable: aiohttp
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import aiohttp
@app.get("/a")
async def a(url: str):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as r:
            return await r.json()
# vulnerable: startswith http only
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
@app.get("/a")
def a():
    u = request.args["u"]
    if not u.startswith("http"):
        abort(400)
    return {"s": requests.get(u, timeout=2).status_code}
# vulnerable: blacklist localhost
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
@app.get("/a")
def a():
    u = request.args["u"]
    if "localhost" in u or "127.0.0.1" in u:
        abort(400)
    return {"s": requests.get(u, timeout=2).status_code}
# vulnerable: httpurl type
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import httpx
from pydantic import BaseModel, HttpUrl
class B(BaseModel):
    url: HttpUrl
@app.post("/a")
async def a(b: B):
    async with httpx.AsyncClient(timeout=3) as c:
        return (await c.get(str(b.url))).status_code
# harmless: httpurl host checked
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import httpx
from pydantic import BaseModel, HttpUrl
HOSTS = {"a.example.com"}
class B(BaseModel):
    url: HttpUrl
@app.post("/a")
async def a(b: B):
    if b.url.host not in HOSTS:
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as c:
        return (await c.get(str(b.url))).status_code
# vulnerable: subdomain
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
@app.get("/a")
def a():
    t = request.args["tenant"]
    return {"s": requests.get(f"https://{t}.example.com/health", timeout=2).status_code}
# harmless: path only
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
@app.get("/a")
def a():
    t = request.args["id"]
    return {"s": requests.get(f"https://api.example.com/users/{t}", timeout=2).status_code}
# harmless: base url clean
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import httpx
from app.config import settings
@app.get("/a/{i}")
async def a(i: str):
    async with httpx.AsyncClient(base_url=settings.base, timeout=3) as c:
        return (await c.get(f"/items/{i}")).json()
# harmless: dict endpoints
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
EP = {"a": "https://a.example.com"}
@app.get("/a")
def a():
    u = EP.get(request.args["n"])
    if u is None:
        abort(404)
    return {"s": requests.get(u, timeout=2).status_code}
# harmless: validator on model
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import httpx
from urllib.parse import urlparse
from pydantic import BaseModel, field_validator
class B(BaseModel):
    url: str
    @field_validator("url")
    @classmethod
    def check(cls, v):
        if urlparse(v).hostname not in {"a.example.com"}:
            raise ValueError("host")
        return v
@app.post("/a")
async def a(b: B):
    async with httpx.AsyncClient(timeout=3) as c:
        return (await c.get(b.url)).status_code
# harmless: loop over getaddrinfo
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests, socket, ipaddress
from urllib.parse import urlparse
def assert_public(url):
    host = urlparse(url).hostname or ""
    infos = socket.getaddrinfo(host, None)
    for info in infos:
        ip = ipaddress.ip_address(info[4][0])
        if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_reserved:
            abort(400)
@app.get("/a")
def a():
    u = request.args["u"]
    assert_public(u)
    return {"s": requests.get(u, timeout=2).status_code}
# harmless: any private
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests, socket, ipaddress
from urllib.parse import urlparse
@app.get("/a")
def a():
    u = request.args["u"]
    host = urlparse(u).hostname
    ips = [ipaddress.ip_address(i[4][0]) for i in socket.getaddrinfo(host, 443)]
    if any(ip.is_private for ip in ips):
        abort(400)
    return {"s": requests.get(u, timeout=2).status_code}
# harmless: all global
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests, socket, ipaddress
from urllib.parse import urlparse
def is_public(host):
    return all(ipaddress.ip_address(i[4][0]).is_global for i in socket.getaddrinfo(host, None))
@app.get("/a")
def a():
    u = request.args["u"]
    host = urlparse(u).hostname
    if not host or not is_public(host):
        abort(400)
    return {"s": requests.get(u, timeout=2).status_code}
# harmless: rebuilt url
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlparse
@app.get("/a")
def a():
    parts = urlparse(request.args["u"])
    if parts.scheme != "https" or parts.netloc != "api.example.com":
        abort(400)
    return {"s": requests.get(f"https://{parts.netloc}{parts.path}", timeout=2).status_code}
# harmless: endswith
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlparse
@app.get("/a")
def a():
    u = request.args["u"]
    host = urlparse(u).hostname or ""
    if not (host == "example.com" or host.endswith(".example.com")):
        abort(400)
    return {"s": requests.get(u, timeout=2).status_code}
# vulnerable: post class service
import httpx
from fastapi import APIRouter
router = APIRouter()
class Notifier:
    async def send(self, url, payload):
        async with httpx.AsyncClient(timeout=5) as client:
            await client.post(url, json=payload)
notifier = Notifier()
@router.post("/notify")
async def notify(webhook: str):
    await notifier.send(webhook, {"a": 1})
# vulnerable: stream
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import httpx
@app.get("/dl")
async def dl(url: str):
    async with httpx.AsyncClient(timeout=5) as c:
        async with c.stream("GET", url) as r:
            return {"s": r.status_code}
# vulnerable: http.client
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import http.client
@app.get("/a")
def a():
    c = http.client.HTTPConnection(request.args["host"], timeout=3)
    c.request("GET", "/")
    return {"s": c.getresponse().status}
# vulnerable: requests session class attr
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
http = requests.Session()
@app.get("/a")
def a():
    return {"s": http.get(request.args["u"], timeout=3).status_code}
# vulnerable: json body
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests as r
@app.post("/a")
def a():
    body = request.get_json(force=True)
    url = body.get("url")
    resp = r.get(url, timeout=3)
    return jsonify(resp.json())
# vulnerable: redirect host header
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
@app.get("/a")
def a():
    return {"s": requests.get("http://" + request.headers["X-Backend"] + "/s", timeout=3).status_code}
# harmless: allow-list tuple prefix
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
PREFIXES = ("https://a.example.com/", "https://b.example.com/")
@app.get("/a")
def a():
    u = request.args["u"]
    if not u.startswith(PREFIXES):
        abort(400)
    return {"s": requests.get(u, timeout=3).status_code}
# harmless: function validate returns host
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlparse
ALLOWED_HOSTS = {"a.example.com"}
def is_allowed(url):
    parsed = urlparse(url)
    return parsed.scheme == "https" and parsed.hostname in ALLOWED_HOSTS
@app.get("/a")
def a():
    u = request.args.get("u", "")
    if not is_allowed(u):
        return {"error": "no"}, 400
    return {"s": requests.get(u, timeout=3).status_code}
# vulnerable: bad validate
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlparse
def is_allowed(url):
    parsed = urlparse(url)
    return parsed.scheme in ("http", "https")
@app.get("/a")
def a():
    u = request.args.get("u", "")
    if not is_allowed(u):
        return {"error": "no"}, 400
    return {"s": requests.get(u, timeout=3).status_code}
# vulnerable: pdf render
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import requests
from pydantic import BaseModel
class RenderJob(BaseModel):
    source_url: str
    width: int = 800
def load(job: RenderJob) -> bytes:
    return requests.get(job.source_url, timeout=10).content
@app.post("/render")
def render(job: RenderJob):
    return {"bytes": len(load(job))}
# harmless: pdf render
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import requests
from urllib.parse import urlparse
from pydantic import BaseModel
ALLOWED = ("assets.example.com",)
class RenderJob(BaseModel):
    source_url: str
    width: int = 800
def load(job: RenderJob) -> bytes:
    host = urlparse(job.source_url).hostname
    if host not in ALLOWED:
        raise HTTPException(400)
    return requests.get(job.source_url, timeout=10).content
@app.post("/render")
def render(job: RenderJob):
    return {"bytes": len(load(job))}
# vulnerable: netloc substring
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlparse
@app.get("/p")
def p():
    u = request.args["u"]
    if "example.com" in urlparse(u).netloc:
        return requests.get(u, timeout=3).text, 200, {"Content-Type": "text/plain"}
    abort(400)
# harmless: early return
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlparse
@app.get("/p")
def p():
    u = request.args["u"]
    if urlparse(u).hostname in {"a.example.com"}:
        return {"s": requests.get(u, timeout=3).status_code}
    return {"error": "host"}, 400
# harmless: urlunsplit
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlunsplit
@app.get("/a")
def a():
    url = urlunsplit(("https", "api.example.com", "/items/" + request.args["id"], "", ""))
    return {"s": requests.get(url, timeout=3).status_code}
# harmless: base url relative
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
import httpx
client = httpx.AsyncClient(base_url="https://api.example.com", timeout=3)
@app.get("/a/{i}")
async def a(i: str):
    return (await client.get(f"/items/{i}")).json()
# harmless: host any suffix
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import requests
from urllib.parse import urlparse
DOMAINS = ("example.com", "example.org")
def allowed(url):
    host = (urlparse(url).hostname or "").lower()
    return any(host == d or host.endswith(f".{d}") for d in DOMAINS)
@app.get("/a")
def a():
    u = request.args["u"]
    if not allowed(u):
        abort(400)
    return {"s": requests.get(u, timeout=3).status_code}
# harmless: settings url
import requests
from django.conf import settings
def v(request, pk):
    return requests.get(f"{settings.BILLING_URL}/invoices/{pk}", timeout=3).json()
# vulnerable: feed reader
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import feedparser
@app.get("/f")
def f():
    return {"t": feedparser.parse(request.args["url"]).feed.title}
# vulnerable: background
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
import httpx
from fastapi import BackgroundTasks
async def ping(url: str):
    async with httpx.AsyncClient(timeout=5) as client:
        await client.get(url)
@app.post("/p")
async def p(url: str, tasks: BackgroundTasks):
    tasks.add_task(ping, url)
    return {}
# vulnerable: requests put session helper
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import requests
class Gateway:
    def __init__(self):
        self._s = requests.Session()
    def forward(self, host, payload):
        return self._s.put(f"https://{host}/ingest", json=payload, timeout=4)
gw = Gateway()
@app.post("/i")
def i():
    data = request.get_json()
    return {"s": gw.forward(data["host"], data).status_code}
