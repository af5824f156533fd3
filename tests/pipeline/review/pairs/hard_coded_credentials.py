# pair: database password as an argument
# vulnerable
import psycopg2


def connect():
    return psycopg2.connect(host="db", user="app", password="tr0ub4dor-3", connect_timeout=5)
# fixed
import os

import psycopg2


def connect():
    return psycopg2.connect(host="db", user="app", password=os.environ["DB_PASSWORD"], connect_timeout=5)
# pair: secret key of an app
# vulnerable
from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "9c1f0b7e55d24c8a"
app.config["SESSION_COOKIE_NAME"] = "shop_session"
# fixed
import os

from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["SESSION_COOKIE_NAME"] = "shop_session"
# pair: key of an interface in a header
# vulnerable
import httpx

API_URL = "https://api.example.com/v1/items"


async def items():
    headers = {"Authorization": "Bearer zk41Hq0vT7yPfLwe2RbNs9"}
    async with httpx.AsyncClient(timeout=10) as client:
        return (await client.get(API_URL, headers=headers)).json()
# fixed
import httpx

from app.settings import settings

API_URL = "https://api.example.com/v1/items"


async def items():
    headers = {"Authorization": f"Bearer {settings.api_token.get_secret_value()}"}
    async with httpx.AsyncClient(timeout=10) as client:
        return (await client.get(API_URL, headers=headers)).json()
# pair: default of a parameter
# vulnerable
import smtplib


class Mailer:
    def __init__(self, host, user="robot", password="Summer-2024"):
        self.host, self.user, self.password = host, user, password

    def send(self, message):
        with smtplib.SMTP(self.host, timeout=10) as server:
            server.login(self.user, self.password)
            server.send_message(message)
# fixed
import smtplib


class Mailer:
    def __init__(self, host, user="robot", password=None):
        self.host, self.user, self.password = host, user, password

    def send(self, message):
        with smtplib.SMTP(self.host, timeout=10) as server:
            server.login(self.user, self.password)
            server.send_message(message)
# pair: comparison with a password
# vulnerable
from fastapi import FastAPI, Header, HTTPException

app = FastAPI()


@app.delete("/cache")
def clear_cache(x_admin_password: str = Header()):
    if x_admin_password != "open-sesame-42":
        raise HTTPException(403)
    return {"cleared": True}
# fixed
import hmac
import os

from fastapi import FastAPI, Header, HTTPException

app = FastAPI()


@app.delete("/cache")
def clear_cache(x_admin_password: str = Header()):
    if not hmac.compare_digest(x_admin_password, os.environ["ADMIN_PASSWORD"]):
        raise HTTPException(403)
    return {"cleared": True}
# pair: address of a database with a password
# vulnerable
from sqlalchemy import create_engine

DATABASE_URL = "postgresql://shop:p4ssw0rd99@db.internal:5432/shop"
engine = create_engine(DATABASE_URL, pool_pre_ping=True)
# fixed
import os

from sqlalchemy import URL, create_engine

DATABASE_URL = URL.create(
    "postgresql", "shop", os.environ["DATABASE_PASSWORD"], host="db.internal", port=5432, database="shop"
)
engine = create_engine(DATABASE_URL, pool_pre_ping=True)
# pair: signing key of a token, with a fallback
# vulnerable
import os
from datetime import UTC, datetime, timedelta

import jwt

JWT_SECRET = os.getenv("JWT_SECRET", "dev-secret-please")


def issue(user_id):
    return jwt.encode({"sub": user_id, "exp": datetime.now(UTC) + timedelta(hours=1)}, JWT_SECRET, algorithm="HS256")
# fixed
import os
from datetime import UTC, datetime, timedelta

import jwt

JWT_SECRET = os.environ["JWT_SECRET"]
TOKEN_TYPE = "bearer"


def issue(user_id):
    return jwt.encode({"sub": user_id, "exp": datetime.now(UTC) + timedelta(hours=1)}, JWT_SECRET, algorithm="HS256")
# pair: aws client
# vulnerable
import boto3


def storage():
    return boto3.client(
        "s3",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLQ",
        aws_secret_access_key="wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
    )
# fixed
import boto3


def storage():
    return boto3.client("s3")
# pair: settings class
# vulnerable
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_host: str = "localhost"
    database_password: str = "hunter2!"
    token_lifetime_s: int = 3600
# fixed
from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_host: str = "localhost"
    database_password: SecretStr
    token_lifetime_s: int = 3600
# pair: dictionary of a connection
# vulnerable
import mysql.connector

CONFIG = {
    "user": "root",
    "password": "toor1234",
    "host": "127.0.0.1",
    "connection_timeout": 5,
}


def connect():
    return mysql.connector.connect(**CONFIG)
# fixed
import os

import mysql.connector

CONFIG = {
    "user": os.environ["DB_USER"],
    "password": os.environ["DB_PASSWORD"],
    "host": "127.0.0.1",
    "connection_timeout": 5,
}


def connect():
    return mysql.connector.connect(**CONFIG)
# pair: login check
# vulnerable
from flask import Flask, request

app = Flask(__name__)


@app.post("/admin")
def admin():
    if request.form["username"] == "admin" and request.form["password"] == "admin123":
        return {"ok": True}
    return {"ok": False}, 401
# fixed
import os

from flask import Flask, request
from werkzeug.security import check_password_hash

app = Flask(__name__)


@app.post("/admin")
def admin():
    if request.form["username"] == "admin" and check_password_hash(os.environ["ADMIN_HASH"], request.form["password"]):
        return {"ok": True}
    return {"ok": False}, 401
# pair: django settings
# vulnerable
SECRET_KEY = "django-insecure-4u!x8^z0c1v@k2m3n"
EMAIL_HOST_PASSWORD = "mailpass"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "PASSWORD": "pgpass1"}}
# fixed
import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "PASSWORD": os.environ["DATABASE_PASSWORD"],
    }
}
# pair: basic authentication
# vulnerable
import requests


def builds():
    return requests.get("https://ci.example.com/builds", auth=("deploy", "s3cr3t-Pw"), timeout=10).json()
# fixed
import netrc

import requests


def builds():
    login, _, password = netrc.netrc().authenticators("ci.example.com")
    return requests.get("https://ci.example.com/builds", auth=(login, password), timeout=10).json()
# pair: encryption key
# vulnerable
from cryptography.fernet import Fernet

KEY = b"ZmDfcTF7_60GrrY167zsiPd67pEvs0aGOv2oasOM1Pg="


def seal(text: bytes) -> bytes:
    return Fernet(KEY).encrypt(text)
# fixed
import os

from cryptography.fernet import Fernet


def seal(text: bytes) -> bytes:
    return Fernet(os.environ["FERNET_KEY"].encode()).encrypt(text)
# pair: token of a bot
# vulnerable
import httpx

API_TOKEN = "8c2e4f71a9d64b3e"


def notify(text):
    httpx.post("https://chat.example.com/post", json={"text": text}, headers={"X-Api-Key": API_TOKEN})
# fixed
from pathlib import Path

import httpx

API_TOKEN_FILE = "/run/secrets/chat_token"


def notify(text):
    token = Path(API_TOKEN_FILE).read_text(encoding="utf-8").strip()
    httpx.post("https://chat.example.com/post", json={"text": text}, headers={"X-Api-Key": token})
