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
