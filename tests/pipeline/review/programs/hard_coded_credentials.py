# vulnerable: global
DB_PASSWORD = "S3cure!Pass"
# vulnerable: lower
password = "letmein"
# vulnerable: stripe
import stripe
stripe.api_key = "sk_live_51HqLyjWDarjtT1zdp7dc"
# vulnerable: jwt literal
import jwt
def t(u):
    return jwt.encode({"u": u}, "supersecret", algorithm="HS256")
# harmless: jwt env
import jwt, os
def t(u):
    return jwt.encode({"u": u}, os.environ["JWT"], algorithm="HS256")
# vulnerable: attribute self
class C:
    def __init__(self):
        self.api_key = "ab12cd34ef56"
# vulnerable: url literal
import redis
r = redis.from_url("redis://:p4ssword@cache:6379/0")
# vulnerable: mongo
from pymongo import MongoClient
c = MongoClient("mongodb://admin:Passw0rd@db:27017")
# vulnerable: smtp login
import smtplib
def s():
    with smtplib.SMTP("h", timeout=3) as m:
        m.login("bot@example.com", "mail-Pass-1")
# vulnerable: paramiko
import paramiko
def c(h):
    k = paramiko.SSHClient()
    k.connect(h, username="root", password="toor", timeout=3)
# vulnerable: private key
KEY = """-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA
-----END RSA PRIVATE KEY-----"""
# vulnerable: github token header
import requests
requests.get("https://api.github.com/user", headers={"Authorization": "token ghp_16C7e42F292c6912E7710c838347Ae178B4a"}, timeout=3)
# vulnerable: dataclass
from dataclasses import dataclass
@dataclass
class Cfg:
    user: str = "app"
    password: str = "changeme123"
# harmless: dataclass
from dataclasses import dataclass, field
import os
@dataclass
class Cfg:
    user: str = "app"
    password: str = field(default_factory=lambda: os.environ["PW"])
# harmless: form field
FIELDS = {"password": "Password", "token": "Token"}
# harmless: labels
TOKEN_URL = "https://auth.example.com/token"
PASSWORD_FIELD = "password"
SECRET_NAME = "prod/db/password"
CSRF_TOKEN_HEADER = "X-CSRF-Token"
TOKEN_TYPE = "bearer"
password = ""
token = None
PASSWORD_MIN_LENGTH = 12
password_hint = "at least 12 characters"
# harmless: getpass keyring
import getpass, keyring
password = getpass.getpass("Password: ")
token = keyring.get_password("svc", "user")
api_key = open("/run/secrets/api_key").read().strip()
# harmless: boto secret
import boto3, json
def pw():
    client = boto3.client("secretsmanager")
    secret = client.get_secret_value(SecretId="prod/db")["SecretString"]
    return json.loads(secret)["password"]
# harmless: argparse
import argparse
p = argparse.ArgumentParser()
p.add_argument("--password", help="password of the database", default=None)
# harmless: oauth
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from fastapi.security import OAuth2PasswordBearer, APIKeyHeader
oauth2 = OAuth2PasswordBearer(tokenUrl="token")
key = APIKeyHeader(name="X-API-Key")
# harmless: compare empty
def f(password):
    if password == "":
        raise ValueError
    return password != None
# harmless: settings field
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings
class S(BaseSettings):
    api_key: SecretStr = Field(validation_alias="API_KEY")
    secret_key: str = Field(..., env="SECRET_KEY")
# vulnerable: settings field default
from pydantic import Field
from pydantic_settings import BaseSettings
class S(BaseSettings):
    secret_key: str = Field(default="b7f1c9e0aa", env="SECRET_KEY")
# vulnerable: secretstr
from pydantic import SecretStr
TOKEN = SecretStr("b7f1c9e0aa")
# vulnerable: encode
SECRET = "hunter2".encode()
# vulnerable: or fallback
import os
SECRET_KEY = os.environ.get("SECRET_KEY") or "not-so-secret-key"
# vulnerable: passphrase word
app_password = "correct-horse-battery-staple"
# vulnerable: auth header f-string const
TOKEN = "abc123def456"
def h():
    return {"Authorization": f"Bearer {TOKEN}"}
# vulnerable: basicauth
from requests.auth import HTTPBasicAuth
auth = HTTPBasicAuth("admin", "qwerty12")
# vulnerable: config mapping
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
app.config.from_mapping(SECRET_KEY="dev", DATABASE="x.sqlite")
# vulnerable: hmac
import hmac, hashlib
def s(b):
    return hmac.new(b"my-signing-key", b, hashlib.sha256).hexdigest()
# vulnerable: slack
WEBHOOK = "xoxb-123456789012-abcdefABCDEF"
# vulnerable: class attr
class PaymentClient:
    BASE_URL = "https://pay.example.com"
    API_SECRET = "Zx81-prod-9f2c"
    def headers(self):
        return {"X-Secret": self.API_SECRET}
# vulnerable: fn local
import ldap3
def bind(server):
    user = "cn=admin,dc=example"
    pwd = "Adm1n!2023"
    return ldap3.Connection(server, user, pwd)
# harmless: config
import configparser
cfg = configparser.ConfigParser()
cfg.read("/etc/app.ini")
password = cfg["db"]["password"]
token = cfg.get("api", "token")
# harmless: enum
from enum import Enum
class GrantType(Enum):
    PASSWORD = "password"
    CLIENT_SECRET = "client_secret"
# harmless: messages
ERROR_PASSWORD = "The password is too short."
PASSWORD_RESET_SUBJECT = "Reset your password"
reset_password_url = "/account/reset"
token_expired = "token_expired"
# harmless: schema
SCHEMA = {"type": "object", "properties": {"password": {"type": "string"}, "token": {"type": "string"}}}
# harmless: html widget
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from wtforms import PasswordField
class F:
    password = PasswordField("Password", description="secret")
# harmless: generated
import secrets, os
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
# harmless: names
API_KEY_NAME = "X-API-Key"
PASSWORD_ENV = "APP_PASSWORD"
SECRET_FILE = "/run/secrets/app"
DATABASE_URL = "sqlite:///app.db"
OTHER_URL = "postgresql://localhost/app"
SESSION_KEY = "user_id"
CACHE_KEY = "latest_prices"
# harmless: fields
from pydantic import BaseModel, Field
class Login(BaseModel):
    username: str
    password: str = Field(min_length=8, description="the password")
# harmless: form
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
from fastapi import Form
@app.post("/l")
def l(password: str = Form(...), token: str = Header("")):
    return {}
# harmless: dict keys
def f(settings):
    return {"password": settings.password, "token_type": "bearer", "access_token": make()}
# harmless: url format
def url(user, password, host):
    return f"postgresql://{user}:{password}@{host}/app"
# harmless: client call
import hvac
def get(path):
    client = hvac.Client(url="https://vault")
    return client.secrets.kv.read_secret(path=path)["data"]["password"]
# vulnerable: ftp
from ftplib import FTP
def up(f):
    ftp = FTP("h", timeout=4)
    ftp.login(user="deploy", passwd="D3ploy!")
# vulnerable: twilio
from twilio.rest import Client
ACCOUNT_SID = "AC0123456789abcdef0123456789abcdef"
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
client = Client(ACCOUNT_SID, AUTH_TOKEN)
