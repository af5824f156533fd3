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
# pair: auth header
# vulnerable
import requests

API = "https://api.weather.example/v2"
HEADERS = {"Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzdGF0aW9uIn0.c2lnbmF0dXJl"}


def forecast(city: str) -> dict:
    response = requests.get(f"{API}/forecast", params={"city": city}, headers=HEADERS, timeout=10)
    response.raise_for_status()
    return response.json()
# fixed
import os
import requests

API = "https://api.weather.example/v2"
HEADERS = {"Authorization": f"Bearer {os.environ['WEATHER_TOKEN']}"}


def forecast(city: str) -> dict:
    response = requests.get(f"{API}/forecast", params={"city": city}, headers=HEADERS, timeout=10)
    response.raise_for_status()
    return response.json()
# pair: connect keyword
# vulnerable
import psycopg2


def connection():
    return psycopg2.connect(
        host="10.0.0.4",
        dbname="stock",
        user="stock",
        password="hunter2-prod",
        connect_timeout=5,
    )
# fixed
from os import getenv
import psycopg2


def connection():
    return psycopg2.connect(
        host="10.0.0.4",
        dbname="stock",
        user="stock",
        password=getenv("PGPASSWORD"),
        connect_timeout=5,
    )
# pair: dict config
# vulnerable
"""Uploads the nightly export."""
import os
import boto3

CONFIG = {
    "bucket": "exports",
    "region": "eu-west-1",
    "aws_access_key_id": "AKIAIOSFODNN7EXAMPLQ",
    "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


def upload(path: str, key: str) -> None:
    client = boto3.client(
        "s3",
        region_name=CONFIG["region"],
        aws_access_key_id=CONFIG["aws_access_key_id"],
        aws_secret_access_key=CONFIG["aws_secret_access_key"],
    )
    client.upload_file(path, CONFIG["bucket"], key)
# fixed
"""Uploads the nightly export."""
import os
import boto3

CONFIG = {
    "bucket": "exports",
    "region": "eu-west-1",
    "aws_access_key_id": os.environ["AWS_ACCESS_KEY_ID"],
    "aws_secret_access_key": os.environ["AWS_SECRET_ACCESS_KEY"],
}


def upload(path: str, key: str) -> None:
    client = boto3.client(
        "s3",
        region_name=CONFIG["region"],
        aws_access_key_id=CONFIG["aws_access_key_id"],
        aws_secret_access_key=CONFIG["aws_secret_access_key"],
    )
    client.upload_file(path, CONFIG["bucket"], key)
# pair: dsn
# vulnerable
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

DATABASE_URL = "postgresql://reports:Xk29vPq7@db.internal:5432/reports"

engine = create_engine(DATABASE_URL, pool_pre_ping=True)
SessionLocal = sessionmaker(bind=engine)
# fixed
import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

DATABASE_URL = "postgresql://reports:{}@db.internal:5432/reports".format(os.environ["DB_PASSWORD"])

engine = create_engine(DATABASE_URL, pool_pre_ping=True)
SessionLocal = sessionmaker(bind=engine)
# pair: env default
# vulnerable
import os
from datetime import datetime, timedelta, timezone

import jwt

SIGNING_KEY = os.getenv("JWT_SECRET", "my-super-secret-signing-key-2023")


def issue(user_id: int) -> str:
    expires = datetime.now(timezone.utc) + timedelta(hours=1)
    return jwt.encode({"sub": str(user_id), "exp": expires}, SIGNING_KEY, algorithm="HS256")
# fixed
import os
from datetime import datetime, timedelta, timezone

import jwt

SIGNING_KEY = os.environ["JWT_SECRET"]


def issue(user_id: int) -> str:
    expires = datetime.now(timezone.utc) + timedelta(hours=1)
    return jwt.encode({"sub": str(user_id), "exp": expires}, SIGNING_KEY, algorithm="HS256")
# pair: flask secret key
# vulnerable
from flask import Flask, session

app = Flask(__name__)
app.secret_key = "b7f1c0ffee5e4d2a9c31"


@app.get("/visits")
def visits():
    session["visits"] = session.get("visits", 0) + 1
    return {"visits": session["visits"]}
# fixed
import os
from flask import Flask, session

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]


@app.get("/visits")
def visits():
    session["visits"] = session.get("visits", 0) + 1
    return {"visits": session["visits"]}
# pair: login check again
# vulnerable
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials

app = FastAPI()
security = HTTPBasic()


def admin(credentials: HTTPBasicCredentials = Depends(security)) -> str:
    if credentials.username == "admin" and credentials.password == "s3cr3t-Pa55":
        return credentials.username
    raise HTTPException(status_code=401)


@app.get("/admin")
def dashboard(user: str = Depends(admin)):
    return {"user": user}
# fixed
import hmac
import os
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials

app = FastAPI()
security = HTTPBasic()


def admin(credentials: HTTPBasicCredentials = Depends(security)) -> str:
    expected = os.environ["ADMIN_PASSWORD"].encode()
    if credentials.username == "admin" and hmac.compare_digest(credentials.password.encode(), expected):
        return credentials.username
    raise HTTPException(status_code=401)


@app.get("/admin")
def dashboard(user: str = Depends(admin)):
    return {"user": user}
# pair: settings class again
# vulnerable
from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_host: str = "localhost"
    database_user: str = "shop"
    database_password: str = "Winter2024!shop"
    page_size: int = 50


settings = Settings()
# fixed
from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_host: str = "localhost"
    database_user: str = "shop"
    database_password: str = Field(default=..., min_length=12)
    page_size: int = 50


settings = Settings()
# pair: smtp
# vulnerable
import os
import smtplib
from email.message import EmailMessage


class Mailer:
    host = "smtp.example.org"

    def __init__(self, sender: str):
        self.sender = sender

    def send(self, to: str, subject: str, body: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(body)
        with smtplib.SMTP_SSL(self.host, timeout=20) as server:
            server.login(self.sender, "kd83!mmQ-pw")
            server.send_message(message)
# fixed
import os
import smtplib
from email.message import EmailMessage


class Mailer:
    host = "smtp.example.org"

    def __init__(self, sender: str):
        self.sender = sender

    def send(self, to: str, subject: str, body: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(body)
        with smtplib.SMTP_SSL(self.host, timeout=20) as server:
            server.login(self.sender, os.environ["SMTP_PASSWORD"])
            server.send_message(message)
# pair: basic auth tuple
# vulnerable
import requests


def builds(job: str) -> list:
    url = f"https://ci.example.org/job/{job}/api/json"
    reply = requests.get(url, auth=("deploy", "Tr0ub4dor&3"), timeout=30)
    return reply.json()["builds"]
# fixed
import requests
from netrc import netrc


def builds(job: str) -> list:
    url = f"https://ci.example.org/job/{job}/api/json"
    user, _, password = netrc().authenticators("ci.example.org")
    reply = requests.get(url, auth=(user, password), timeout=30)
    return reply.json()["builds"]
# pair: fernet key
# vulnerable
from cryptography.fernet import Fernet

box = Fernet(b"pT3sQe0yE1v9m3nV8b7kQ2w5r6t8y0u1i3o5p7a9s1E=")


def seal(text: str) -> bytes:
    return box.encrypt(text.encode())


def unseal(data: bytes) -> str:
    return box.decrypt(data).decode()
# fixed
from cryptography.fernet import Fernet
import keyring

box = Fernet(keyring.get_password("notes", "box"))


def seal(text: str) -> bytes:
    return box.encrypt(text.encode())


def unseal(data: bytes) -> str:
    return box.decrypt(data).decode()
# pair: function default
# vulnerable
import hvac


def vault(url: str = "https://vault.internal:8200", token: str = "hvs.CAESIJ8f2kQzXb91LmTqW"):
    client = hvac.Client(url=url, token=token)
    if not client.is_authenticated():
        raise RuntimeError("cannot log in")
    return client
# fixed
import os
import hvac


def vault(url: str = "https://vault.internal:8200", token: str = os.environ.get("VAULT_TOKEN", "")):
    client = hvac.Client(url=url, token=token)
    if not client.is_authenticated():
        raise RuntimeError("cannot log in")
    return client
# pair: openai client
# vulnerable
import os
from openai import OpenAI


class Summary:
    def __init__(self):
        self.client = OpenAI(api_key="sk-proj-9aTq2vXbL0mZ8nRwE4yKc6Uj1HsDf3Gp")

    def of(self, text: str) -> str:
        reply = self.client.responses.create(model="small", input=text)
        return reply.output_text
# fixed
import os
from openai import OpenAI


class Summary:
    def __init__(self):
        self.client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])

    def of(self, text: str) -> str:
        reply = self.client.responses.create(model="small", input=text)
        return reply.output_text
# pair: private key
# vulnerable
import jwt

PRIVATE_KEY = """-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAx3Zr8qkq0mJ7o1Yw2tq5bQh9o6d8cP4mJm2b5Vd6j1u3wT7e
k9QmX2r5vB8nH4cL6sD1fG3jK7pR0tY2uI4oA6zE8xC5vN1mW3qS5dF7gH9jL2kZ
-----END RSA PRIVATE KEY-----"""


def sign(claims: dict) -> str:
    return jwt.encode(claims, PRIVATE_KEY, algorithm="RS256")
# fixed
import jwt
from pathlib import Path

PRIVATE_KEY = Path("/run/secrets/jwt.pem").read_text()


def sign(claims: dict) -> str:
    return jwt.encode(claims, PRIVATE_KEY, algorithm="RS256")
# pair: setdefault environ
# vulnerable
import os
from azure.storage.blob import BlobServiceClient

os.environ["AZURE_STORAGE_KEY"] = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaWo="


def blobs(container: str):
    service = BlobServiceClient(
        "https://archive.blob.core.windows.net", credential=os.environ["AZURE_STORAGE_KEY"]
    )
    return [blob.name for blob in service.get_container_client(container).list_blobs()]
# fixed
import os
from azure.storage.blob import BlobServiceClient


def blobs(container: str):
    service = BlobServiceClient(
        "https://archive.blob.core.windows.net", credential=os.environ["AZURE_STORAGE_KEY"]
    )
    return [blob.name for blob in service.get_container_client(container).list_blobs()]
# pair: users dict
# vulnerable
from flask import Flask, request, abort

app = Flask(__name__)
USERS = {"alice": "wonderland-77", "bob": "builder#2020"}


def check(name, password):
    return USERS.get(name) == password


@app.post("/login")
def login():
    if not check(request.form["name"], request.form["password"]):
        abort(403)
    return {"ok": True}
# fixed
from flask import Flask, request, abort
import json
import os
from werkzeug.security import check_password_hash

app = Flask(__name__)
USERS = json.loads(os.environ.get("USER_HASHES", "{}"))


def check(name, password):
    return name in USERS and check_password_hash(USERS[name], password)


@app.post("/login")
def login():
    if not check(request.form["name"], request.form["password"]):
        abort(403)
    return {"ok": True}
# pair: api key param
# vulnerable
import httpx


async def geocode(address: str) -> dict:
    params = {"q": address, "apikey": "9f8b7c6d5e4a3b2c1d0e9f8a7b6c5d4e"}
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.get("https://geo.example.org/v1", params=params)).json()
# fixed
import httpx
from os import environ


async def geocode(address: str) -> dict:
    params = {"q": address, "apikey": environ["GEO_KEY"]}
    async with httpx.AsyncClient(timeout=5) as client:
        return (await client.get("https://geo.example.org/v1", params=params)).json()
# pair: dataclass default
# vulnerable
from dataclasses import dataclass, field


@dataclass
class Mqtt:
    host: str = "broker.local"
    user: str = "sensor"
    password: str = "Sens0r-2022"
    topics: list[str] = field(default_factory=list)
# fixed
from dataclasses import dataclass, field
import os


@dataclass
class Mqtt:
    host: str = "broker.local"
    user: str = "sensor"
    password: str = field(default_factory=lambda: os.environ["MQTT_PASSWORD"], repr=False)
    topics: list[str] = field(default_factory=list)
# pair: redis url
# vulnerable
import redis
from rq import Queue

connection = redis.from_url("redis://:p4ssW0rd-queue@cache.internal:6379/0")
queue = Queue(connection=connection)
# fixed
import os
import redis
from rq import Queue

connection = redis.from_url(os.environ["REDIS_URL"])
queue = Queue(connection=connection)
# pair: telegram token
# vulnerable
TOKEN = "6123456789:AAH4k9sLmQx7TzVbNcWeRtYuIoPaSdFgHjK"
URL = f"https://api.telegram.org/bot{TOKEN}/"


def send(session, chat, text):
    return session.post(URL + "sendMessage", json={"chat_id": chat, "text": text}, timeout=10)
# fixed
import os

TOKEN = os.environ["TELEGRAM_TOKEN"]
URL = f"https://api.telegram.org/bot{TOKEN}/"


def send(session, chat, text):
    return session.post(URL + "sendMessage", json={"chat_id": chat, "text": text}, timeout=10)
# pair: class constant
# vulnerable
import hashlib
import hmac


class Signer:
    SECRET = b"k3y-f0r-l1nks-2021"

    def sign(self, text: str) -> str:
        return hmac.new(self.SECRET, text.encode(), hashlib.sha256).hexdigest()
# fixed
import hashlib
import hmac
import os


class Signer:
    SECRET = os.environ["LINK_SECRET"].encode()

    def sign(self, text: str) -> str:
        return hmac.new(self.SECRET, text.encode(), hashlib.sha256).hexdigest()
# pair: jwt literal
# vulnerable
import jwt
from flask import Flask, request

app = Flask(__name__)


@app.get("/me")
def me():
    token = request.headers["Authorization"][7:]
    return jwt.decode(token, "correct-horse-battery", algorithms=["HS256"])
# fixed
import jwt
import os
from flask import Flask, request

app = Flask(__name__)


@app.get("/me")
def me():
    token = request.headers["Authorization"][7:]
    return jwt.decode(token, os.environ["JWT_KEY"], algorithms=["HS256"])
# pair: mysql kwargs
# vulnerable
import pymysql

SETTINGS = dict(
    host="db1",
    user="shop",
    passwd="qwe123RTY",
    charset="utf8mb4",
    connect_timeout=4,
)


def rows(sql, *args):
    with pymysql.connect(**SETTINGS) as con, con.cursor() as cur:
        cur.execute(sql, args)
        return cur.fetchall()
# fixed
import pymysql
import os

SETTINGS = dict(
    host="db1",
    user="shop",
    passwd=os.environ["SHOP_DB"],
    charset="utf8mb4",
    connect_timeout=4,
)


def rows(sql, *args):
    with pymysql.connect(**SETTINGS) as con, con.cursor() as cur:
        cur.execute(sql, args)
        return cur.fetchall()
