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
