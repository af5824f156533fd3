# vulnerable: delete
import requests
requests.delete("https://x/1")
# vulnerable: session attr
import requests
class C:
    session = requests.Session()
    def get(self, p):
        return self.session.get("https://x" + p)
# vulnerable: alias
from requests import get as fetch
def f():
    return fetch("https://x").text
# vulnerable: request method
import requests
def f(m):
    return requests.request(m, "https://x")
# harmless: kwargs
import requests
def f(**kw):
    kw.setdefault("timeout", 5)
    return requests.get("https://x", **kw)
# harmless: partial session
import functools, requests
s = requests.Session()
s.request = functools.partial(s.request, timeout=5)
def f():
    return s.get("https://x")
# harmless: subclass
import requests
class TimeoutSession(requests.Session):
    def request(self, *a, **k):
        k.setdefault("timeout", 10)
        return super().request(*a, **k)
s = TimeoutSession()
def f():
    return s.get("https://x")
# vulnerable: urlopen req
import urllib.request
def f(u):
    req = urllib.request.Request(u)
    return urllib.request.urlopen(req).read()
# harmless: default timeout
import socket, urllib.request
socket.setdefaulttimeout(10)
def f(u):
    return urllib.request.urlopen(u).read()
# vulnerable: ftp
from ftplib import FTP
def f(h):
    return FTP(h)
# vulnerable: imap
import imaplib
def f(h):
    return imaplib.IMAP4_SSL(h)
# vulnerable: socket none
import socket
def f(h):
    s = socket.socket()
    s.settimeout(None)
    s.connect((h, 1))
# vulnerable: create_connection none
import socket
def f(h):
    return socket.create_connection((h, 1), timeout=None)
# vulnerable: httpx Timeout None
import httpx
c = httpx.Client(timeout=httpx.Timeout(None))
# vulnerable: httpx read none
import httpx
c = httpx.Client(timeout=httpx.Timeout(5.0, read=None))
# harmless: httpx default
import httpx
def f():
    return httpx.get("https://x")
# vulnerable: async client get None
import httpx
async def f():
    async with httpx.AsyncClient() as c:
        return await c.get("https://x", timeout=None)
# vulnerable: open_connection
import asyncio
async def f(h):
    r, w = await asyncio.open_connection(h, 80)
    return await r.read(10)
# harmless: wait_for
import asyncio
async def f(h):
    r, w = await asyncio.wait_for(asyncio.open_connection(h, 80), timeout=5)
    return await asyncio.wait_for(r.read(10), 5)
# harmless: asyncio.timeout
import asyncio
async def f(h):
    async with asyncio.timeout(5):
        r, w = await asyncio.open_connection(h, 80)
        return await r.read(10)
# vulnerable: subprocess view
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import subprocess
@app.get("/x")
def x():
    return {"o": subprocess.run(["ls"], capture_output=True, text=True).stdout}
# vulnerable: popen communicate
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import subprocess
@app.get("/x")
def x():
    p = subprocess.Popen(["ls"], stdout=subprocess.PIPE)
    out, _ = p.communicate()
    return {"o": out.decode()}
# harmless: popen communicate
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import subprocess
@app.get("/x")
def x():
    p = subprocess.Popen(["ls"], stdout=subprocess.PIPE)
    out, _ = p.communicate(timeout=4)
    return {"o": out.decode()}
# harmless: subprocess script
import subprocess
def build():
    subprocess.run(["make"], check=True)
# vulnerable: aiohttp none
import aiohttp
async def f():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as s:
        async with s.get("https://x") as r:
            return await r.text()
# vulnerable: aiohttp 0
import aiohttp
async def f(s):
    async with s.get("https://x", timeout=aiohttp.ClientTimeout(total=0)) as r:
        return await r.text()
# vulnerable: xmlrpc telnet
import telnetlib
t = telnetlib.Telnet("h")
# vulnerable: urllib3
import urllib3
http = urllib3.PoolManager()
def f():
    return http.request("GET", "https://x")
# harmless: urllib3
import urllib3
http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=5))
def f():
    return http.request("GET", "https://x")
# vulnerable: helper in handler
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import subprocess
def git(*args):
    return subprocess.check_output(["git", *args], text=True)
@app.get("/x")
def x():
    return git("log")
# harmless: requests var
import requests
def f(timeout=5):
    return requests.get("https://x", timeout=timeout)
# vulnerable: webhook class
import requests
class Slack:
    def __init__(self, url):
        self.url = url
    def send(self, text):
        response = requests.post(self.url, json={"text": text})
        response.raise_for_status()
# harmless: webhook class
import requests
class Slack:
    timeout = (3, 10)
    def __init__(self, url):
        self.url = url
    def send(self, text):
        response = requests.post(self.url, json={"text": text}, timeout=self.timeout)
        response.raise_for_status()
# vulnerable: poplib alias
from poplib import POP3_SSL as Pop
def count(h):
    return Pop(h).stat()
# harmless: session adapter
import requests
from requests.adapters import HTTPAdapter
class Adapter(HTTPAdapter):
    def send(self, *a, timeout=None, **k):
        return super().send(*a, timeout=timeout or 10, **k)
def client():
    s = requests.Session()
    s.mount("https://", Adapter())
    return s
def get(u):
    return client().get(u)
# harmless: httpx client attr
import httpx
class C:
    def __init__(self):
        self.client = httpx.Client(timeout=httpx.Timeout(10.0, connect=3.0))
    def get(self, p):
        return self.client.get(p)
# vulnerable: options
import requests
def opts():
    with requests.Session() as s:
        s.headers["A"] = "b"
        r = s.get("https://x/1")
        return r.json()
# vulnerable: async http
import httpx
client = httpx.AsyncClient(timeout=None, follow_redirects=True)
