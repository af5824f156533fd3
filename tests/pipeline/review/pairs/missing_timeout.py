# pair: requests
# vulnerable
import requests


def rates():
    answer = requests.get("https://rates.example.com/latest")
    answer.raise_for_status()
    return answer.json()
# fixed
import requests


def rates():
    answer = requests.get("https://rates.example.com/latest", timeout=10)
    answer.raise_for_status()
    return answer.json()
# pair: session in a class
# vulnerable
from requests import Session as HttpSession


class Tracker:
    def __init__(self, token):
        self.http = HttpSession()
        self.http.headers["Authorization"] = f"Bearer {token}"

    def track(self, event):
        self.http.post("https://events.example.com/", json=event)
# fixed
from requests import Session as HttpSession


class Tracker:
    def __init__(self, token):
        self.http = HttpSession()
        self.http.headers["Authorization"] = f"Bearer {token}"

    def track(self, event):
        self.http.post("https://events.example.com/", json=event, timeout=(3.05, 10))
# pair: httpx without a limit
# vulnerable
import httpx


async def download(url):
    async with httpx.AsyncClient(timeout=None) as client:
        return (await client.get(url)).content
# fixed
import httpx


async def download(url):
    async with httpx.AsyncClient(timeout=httpx.Timeout(30, connect=5)) as client:
        return (await client.get(url)).content
# pair: urlopen with an alias
# vulnerable
import json
from urllib.request import urlopen as fetch


def versions():
    with fetch("https://pypi.example.org/simple.json") as answer:
        return json.load(answer)
# fixed
import json
from urllib.request import urlopen as fetch


def versions():
    with fetch("https://pypi.example.org/simple.json", timeout=15) as answer:
        return json.load(answer)
# pair: mail
# vulnerable
import smtplib


def send(message, host):
    with smtplib.SMTP(host, 587) as server:
        server.starttls()
        server.send_message(message)
# fixed
import smtplib


def send(message, host):
    with smtplib.SMTP(host, 587, timeout=30) as server:
        server.starttls()
        server.send_message(message)
# pair: socket
# vulnerable
import socket


def banner(host, port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.connect((host, port))
        return connection.recv(256)
# fixed
import socket


def banner(host, port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.settimeout(5)
        connection.connect((host, port))
        return connection.recv(256)
# pair: process while a request waits
# vulnerable
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/version")
def version():
    done = subprocess.run(["git", "describe"], capture_output=True, text=True, check=True)
    return {"version": done.stdout.strip()}
# fixed
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/version")
def version():
    done = subprocess.run(["git", "describe"], capture_output=True, text=True, check=True, timeout=5)
    return {"version": done.stdout.strip()}
# pair: none by a constant
# vulnerable
import requests

TIMEOUT = None


def ping(url):
    return requests.head(url, timeout=TIMEOUT).ok
# fixed
import requests

TIMEOUT = 5


def ping(url):
    return requests.head(url, timeout=TIMEOUT).ok
# pair: with a session
# vulnerable
import requests


def sync(items):
    with requests.Session() as session:
        for item in items:
            session.put(f"https://api.example.com/items/{item['id']}", json=item)
# fixed
import requests


def sync(items):
    with requests.Session() as session:
        for item in items:
            session.put(f"https://api.example.com/items/{item['id']}", json=item, timeout=10)
# pair: adapter with a default
# vulnerable
import requests

session = requests.Session()


def load(path):
    return session.get("https://api.example.com" + path).json()
# fixed
import requests
from requests.adapters import HTTPAdapter


class TimeoutAdapter(HTTPAdapter):
    def send(self, request, **kwargs):
        kwargs["timeout"] = kwargs.get("timeout") or 10
        return super().send(request, **kwargs)


session = requests.Session()
session.mount("https://", TimeoutAdapter())


def load(path):
    return session.get("https://api.example.com" + path).json()
# pair: httpx function
# vulnerable
import httpx


def upload(data):
    return httpx.post("https://files.example.com", content=data, timeout=None)
# fixed
import httpx


def upload(data):
    return httpx.post("https://files.example.com", content=data, timeout=120)
# pair: aiohttp total
# vulnerable
import aiohttp


async def crawl(url):
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
        return await answer.text()
# fixed
import aiohttp


async def crawl(url):
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
        return await answer.text()
# pair: connection of the standard library
# vulnerable
import http.client


def ready(host):
    connection = http.client.HTTPSConnection(host, 443)
    connection.request("GET", "/ready")
    return connection.getresponse().status == 200
# fixed
import http.client


def ready(host):
    connection = http.client.HTTPSConnection(host, 443, timeout=3)
    connection.request("GET", "/ready")
    return connection.getresponse().status == 200
# pair: create_connection
# vulnerable
from socket import create_connection


def send(line: bytes) -> None:
    with create_connection(("metrics.internal", 2003)) as sock:
        sock.sendall(line)
# fixed
from socket import create_connection


def send(line: bytes) -> None:
    with create_connection(("metrics.internal", 2003), 2.0) as sock:
        sock.sendall(line)
# pair: mailer with a secure connection
# vulnerable
from smtplib import SMTP_SSL as Mail


class Mailer:
    def send(self, message):
        server = Mail("smtp.example.com", 465)
        server.send_message(message)
        server.quit()
# fixed
from smtplib import SMTP_SSL as Mail


class Mailer:
    TIMEOUT_S = 20

    def send(self, message):
        server = Mail("smtp.example.com", 465, timeout=self.TIMEOUT_S)
        server.send_message(message)
        server.quit()
# pair: git in a view
# vulnerable
import subprocess

from django.http import HttpResponse


def revision(request):
    output = subprocess.check_output(["git", "rev-parse", "HEAD"])
    return HttpResponse(output, content_type="text/plain")
# fixed
import subprocess

from django.http import HttpResponse


def revision(request):
    output = subprocess.check_output(["git", "rev-parse", "HEAD"], timeout=5)
    return HttpResponse(output, content_type="text/plain")
# pair: httpx none
# vulnerable
import httpx

client = httpx.Client(base_url="https://api.example.org", timeout=None)


def articles(tag: str) -> list[dict]:
    return client.get("/articles", params={"tag": tag}).raise_for_status().json()
# fixed
import httpx

client = httpx.Client(base_url="https://api.example.org", timeout=httpx.Timeout(10, read=60))


def articles(tag: str) -> list[dict]:
    return client.get("/articles", params={"tag": tag}).raise_for_status().json()
# pair: requests get
# vulnerable
import requests


def exchange_rate(base: str, quote: str) -> float:
    reply = requests.get("https://rates.example.org/latest", params={"base": base})
    reply.raise_for_status()
    return reply.json()["rates"][quote]
# fixed
import requests


def exchange_rate(base: str, quote: str) -> float:
    reply = requests.get("https://rates.example.org/latest", params={"base": base}, timeout=(3, 10))
    reply.raise_for_status()
    return reply.json()["rates"][quote]
# pair: session wrapper
# vulnerable
import os
from requests import Session


class Tracker:
    """A thin client of an issue tracker."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.http = Session()
        self.http.headers.update({"Authorization": f"token {os.environ['TRACKER_TOKEN']}"})

    def _call(self, method: str, path: str, **options):
        reply = self.http.request(method, self.url + path, **options)
        reply.raise_for_status()
        return reply.json()

    def issues(self):
        return self._call("GET", "/issues")
# fixed
import os
from requests import Session


class Tracker:
    """A thin client of an issue tracker."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.http = Session()
        self.http.headers.update({"Authorization": f"token {os.environ['TRACKER_TOKEN']}"})

    def _call(self, method: str, path: str, **options):
        options.setdefault("timeout", 20)
        reply = self.http.request(method, self.url + path, **options)
        reply.raise_for_status()
        return reply.json()

    def issues(self):
        return self._call("GET", "/issues")
# pair: smtp
# vulnerable
import smtplib
from email.mime.text import MIMEText


def report(body: str, to: str) -> None:
    message = MIMEText(body)
    message["Subject"] = "Nightly report"
    message["To"] = to
    server = smtplib.SMTP("mail.example.org", 587)
    server.starttls()
    server.send_message(message)
    server.quit()
# fixed
import smtplib
from email.mime.text import MIMEText


def report(body: str, to: str) -> None:
    message = MIMEText(body)
    message["Subject"] = "Nightly report"
    message["To"] = to
    server = smtplib.SMTP("mail.example.org", 587, timeout=30)
    server.starttls()
    server.send_message(message)
    server.quit()
# pair: socket again
# vulnerable
import socket


def whois(domain: str, server: str = "whois.iana.org") -> str:
    with socket.create_connection((server, 43)) as connection:
        connection.sendall(domain.encode("idna") + b"\r\n")
        chunks = iter(lambda: connection.recv(4096), b"")
        return b"".join(chunks).decode(errors="replace")
# fixed
import socket


def whois(domain: str, server: str = "whois.iana.org") -> str:
    with socket.create_connection((server, 43), timeout=10) as connection:
        connection.sendall(domain.encode("idna") + b"\r\n")
        chunks = iter(lambda: connection.recv(4096), b"")
        return b"".join(chunks).decode(errors="replace")
# pair: aiohttp total none
# vulnerable
import asyncio
import aiohttp


async def healthy(hosts: list[str]) -> dict[str, bool]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:

        async def check(host: str) -> bool:
            try:
                async with session.get(f"https://{host}/health") as reply:
                    return reply.status == 200
            except aiohttp.ClientError:
                return False

        results = await asyncio.gather(*map(check, hosts))
    return dict(zip(hosts, results))
# fixed
import asyncio
import aiohttp


async def healthy(hosts: list[str]) -> dict[str, bool]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:

        async def check(host: str) -> bool:
            try:
                async with session.get(f"https://{host}/health") as reply:
                    return reply.status == 200
            except aiohttp.ClientError:
                return False

        results = await asyncio.gather(*map(check, hosts))
    return dict(zip(hosts, results))
# pair: urlopen
# vulnerable
import json
from urllib import request as url


def releases(project: str) -> list[str]:
    query = url.Request(f"https://pypi.org/pypi/{project}/json", headers={"Accept": "application/json"})
    with url.urlopen(query) as reply:
        return sorted(json.load(reply)["releases"])
# fixed
import json
from urllib import request as url


def releases(project: str) -> list[str]:
    query = url.Request(f"https://pypi.org/pypi/{project}/json", headers={"Accept": "application/json"})
    with url.urlopen(query, timeout=15) as reply:
        return sorted(json.load(reply)["releases"])
# pair: asyncio open
# vulnerable
import asyncio


async def banner(host: str, port: int) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    line = await reader.readline()
    writer.close()
    return line
# fixed
import asyncio


async def banner(host: str, port: int) -> bytes:
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(host, port)
        line = await reader.readline()
    writer.close()
    return line
# pair: decorated retry
# vulnerable
import time
import requests
from functools import wraps


def retry(times):
    def around(function):
        @wraps(function)
        def call(*args, **kwargs):
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except requests.RequestException:
                    time.sleep(2**attempt)
            raise RuntimeError("gave up")

        return call

    return around


@retry(3)
def download(url):
    with requests.get(url, stream=True) as reply:
        return b"".join(reply.iter_content(8192))
# fixed
import time
import requests
from functools import wraps


def retry(times):
    def around(function):
        @wraps(function)
        def call(*args, **kwargs):
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except requests.RequestException:
                    time.sleep(2**attempt)
            raise RuntimeError("gave up")

        return call

    return around


@retry(3)
def download(url):
    with requests.get(url, stream=True, timeout=(3.05, 27)) as reply:
        return b"".join(reply.iter_content(8192))
# pair: ftplib
# vulnerable
import ftplib
import io


def fetch(name: str) -> bytes:
    out = io.BytesIO()
    with ftplib.FTP_TLS("ftp.example.org") as ftp:
        ftp.login()
        ftp.prot_p()
        ftp.retrbinary(f"RETR {name}", out.write)
    return out.getvalue()
# fixed
import ftplib
import io


def fetch(name: str) -> bytes:
    out = io.BytesIO()
    with ftplib.FTP_TLS("ftp.example.org", timeout=20) as ftp:
        ftp.login()
        ftp.prot_p()
        ftp.retrbinary(f"RETR {name}", out.write)
    return out.getvalue()
# pair: http client
# vulnerable
import http.client
import json


def stars(repository: str) -> int:
    connection = http.client.HTTPSConnection("api.github.com")
    connection.request("GET", f"/repos/{repository}", headers={"User-Agent": "stars"})
    return json.load(connection.getresponse())["stargazers_count"]
# fixed
import http.client
import json


def stars(repository: str) -> int:
    connection = http.client.HTTPSConnection("api.github.com", timeout=10)
    connection.request("GET", f"/repos/{repository}", headers={"User-Agent": "stars"})
    return json.load(connection.getresponse())["stargazers_count"]
# pair: httpx stream none
# vulnerable
import httpx

LIMITS = httpx.Timeout(None)


async def save(url: str, path: str) -> None:
    async with httpx.AsyncClient(timeout=LIMITS) as client, client.stream("GET", url) as reply:
        with open(path, "wb") as out:
            async for chunk in reply.aiter_bytes():
                out.write(chunk)
# fixed
import httpx

LIMITS = httpx.Timeout(30.0)


async def save(url: str, path: str) -> None:
    async with httpx.AsyncClient(timeout=LIMITS) as client, client.stream("GET", url) as reply:
        with open(path, "wb") as out:
            async for chunk in reply.aiter_bytes():
                out.write(chunk)
# pair: partial alias
# vulnerable
import requests as r

S = r.Session()


def get_json(url, **kw):
    return S.get(url, **kw).json()


def titles():
    return [p["title"] for p in get_json("https://blog.example.org/posts")]
# fixed
import requests as r

S = r.Session()


def get_json(url, **kw):
    return S.get(url, **kw).json()


def titles():
    return [p["title"] for p in get_json("https://blog.example.org/posts", timeout=5)]
# pair: subprocess
# vulnerable
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.post("/thumbnails")
def thumbnails():
    done = subprocess.run(["make", "thumbnails"], capture_output=True)
    return {"code": done.returncode}
# fixed
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.post("/thumbnails")
def thumbnails():
    done = subprocess.run(["make", "thumbnails"], capture_output=True, timeout=120)
    return {"code": done.returncode}
# pair: imap
# vulnerable
import imaplib
import os


def unread():
    with imaplib.IMAP4_SSL("mail.example.org") as box:
        box.login("robot", os.environ["MAIL_PASSWORD"])
        box.select("INBOX", readonly=True)
        return box.search(None, "UNSEEN")[1][0].split()
# fixed
import imaplib
import os


def unread():
    with imaplib.IMAP4_SSL("mail.example.org", timeout=30) as box:
        box.login("robot", os.environ["MAIL_PASSWORD"])
        box.select("INBOX", readonly=True)
        return box.search(None, "UNSEEN")[1][0].split()
# pair: raw socket
# vulnerable
import socket


def ask(host, port, line):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect((host, port))
    s.sendall(line.encode() + b"\n")
    answer = s.recv(4096)
    s.close()
    return answer.decode()
# fixed
import socket


def ask(host, port, line):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.settimeout(5)
    s.connect((host, port))
    s.sendall(line.encode() + b"\n")
    answer = s.recv(4096)
    s.close()
    return answer.decode()
# pair: requests post alias
# vulnerable
from requests import post as send


class Slack:
    def __init__(self, hook):
        self.hook = hook

    def say(self, text):
        send(self.hook, json={"text": text}).raise_for_status()
# fixed
from requests import post as send


class Slack:
    def __init__(self, hook):
        self.hook = hook

    def say(self, text):
        send(self.hook, json={"text": text}, timeout=5).raise_for_status()
# pair: session loop
# vulnerable
import requests


def crawl(urls):
    with requests.Session() as session:
        return {url: session.head(url, allow_redirects=True).status_code for url in urls}
# fixed
import requests


def crawl(urls):
    with requests.Session() as session:
        return {url: session.head(url, allow_redirects=True, timeout=8).status_code for url in urls}
# pair: aiohttp none request
# vulnerable
import aiohttp


async def latest(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url, timeout=None) as reply:
        return await reply.text()
# fixed
import aiohttp


async def latest(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url, timeout=aiohttp.ClientTimeout(total=10)) as reply:
        return await reply.text()
# pair: popen communicate
# vulnerable
import subprocess
from flask import Flask, request

app = Flask(__name__)


@app.post("/format")
def format_code():
    p = subprocess.Popen(["ruff", "format", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = p.communicate(request.get_data())
    return out, 200, {"Content-Type": "text/plain"}
# fixed
import subprocess
from flask import Flask, request

app = Flask(__name__)


@app.post("/format")
def format_code():
    p = subprocess.Popen(["ruff", "format", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = p.communicate(request.get_data(), timeout=10)
    return out, 200, {"Content-Type": "text/plain"}
# pair: urlopen comprehension
# vulnerable
from urllib.request import urlopen as fetch

CITIES = ("oslo", "rome")
PAGES = {c: fetch(f"https://example.org/{c}").read() for c in CITIES}
# fixed
from urllib.request import urlopen as fetch

CITIES = ("oslo", "rome")
PAGES = {c: fetch(f"https://example.org/{c}", timeout=9).read() for c in CITIES}
