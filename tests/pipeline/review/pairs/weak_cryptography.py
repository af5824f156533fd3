# pair: md5 of a password
# vulnerable
import hashlib


def hash_password(password: str) -> str:
    return hashlib.md5(password.encode()).hexdigest()
# fixed
import hashlib
import os


def hash_password(password: str) -> str:
    salt = os.urandom(16)
    return salt.hex() + hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1).hex()
# pair: random token
# vulnerable
import random
import string


def make_reset_token(length=32):
    alphabet = string.ascii_letters + string.digits
    return "".join(random.choice(alphabet) for _ in range(length))
# fixed
import secrets
import string


def make_reset_token(length=32):
    alphabet = string.ascii_letters + string.digits
    return "".join(secrets.choice(alphabet) for _ in range(length))
# pair: cipher in ECB mode
# vulnerable
from Crypto.Cipher import AES
from Crypto.Util.Padding import pad


def encrypt(key, text):
    cipher = AES.new(key, AES.MODE_ECB)
    return cipher.encrypt(pad(text, AES.block_size))
# fixed
from Crypto.Cipher import AES


def encrypt(key, text):
    cipher = AES.new(key, AES.MODE_GCM)
    sealed, tag = cipher.encrypt_and_digest(text)
    return cipher.nonce + tag + sealed
# pair: short key
# vulnerable
from cryptography.hazmat.primitives.asymmetric import rsa


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)
# fixed
from cryptography.hazmat.primitives.asymmetric import rsa


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)
# pair: certificates are not looked at
# vulnerable
import requests


class Client:
    def __init__(self, base):
        self.base = base
        self.session = requests.Session()
        self.session.verify = False

    def status(self):
        return self.session.get(f"{self.base}/status", timeout=5).json()
# fixed
import requests


class Client:
    def __init__(self, base, authority="/etc/ssl/internal.pem"):
        self.base = base
        self.session = requests.Session()
        self.session.verify = authority

    def status(self):
        return self.session.get(f"{self.base}/status", timeout=5).json()
# pair: context of an old protocol
# vulnerable
import ssl


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    made.load_default_certs()
    return made
# fixed
import ssl


def context():
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made
# pair: signature of a webhook
# vulnerable
import hmac
from hashlib import sha1 as digest


def sign(key: bytes, body: bytes) -> str:
    return hmac.new(key, body, digest).hexdigest()
# fixed
import hmac
from hashlib import sha256 as digest


def sign(key: bytes, body: bytes) -> str:
    return hmac.new(key, body, digest).hexdigest()
# pair: triple DES
# vulnerable
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def sealed(key, nonce, text):
    encryptor = Cipher(algorithms.TripleDES(key), modes.CBC(nonce)).encryptor()
    return encryptor.update(text) + encryptor.finalize()
# fixed
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


def sealed(key, nonce, text):
    return ChaCha20Poly1305(key).encrypt(nonce, text, None)
# pair: one-time code
# vulnerable
from random import randint


class OtpService:
    def send(self, user):
        code = str(randint(100000, 999999))
        user.notify(code)
        return code
# fixed
import secrets


class OtpService:
    def send(self, user):
        code = str(secrets.randbelow(900000) + 100000)
        user.notify(code)
        return code
# pair: hashes by name
# vulnerable
import hashlib


def check_password(stored, given, salt):
    return hashlib.new("sha1", salt + given.encode()).hexdigest() == stored
# fixed
import bcrypt


def check_password(stored, given, salt):
    return bcrypt.checkpw(given.encode(), stored)
# pair: requests without verification
# vulnerable
import requests


def push(data):
    return requests.post("https://partner.example.com/in", json=data, verify=False, timeout=10)
# fixed
import requests


def push(data):
    return requests.post("https://partner.example.com/in", json=data, timeout=10)
# pair: context that trusts everybody
# vulnerable
import ssl
import urllib.request


def fetch(url):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return urllib.request.urlopen(url, context=context, timeout=5).read(1000)
# fixed
import ssl
import urllib.request


def fetch(url):
    context = ssl.create_default_context(cafile="/etc/ssl/partner.pem")
    return urllib.request.urlopen(url, context=context, timeout=5).read(1000)
# pair: DES
# vulnerable
from Crypto.Cipher import DES as Cipher


def seal(key, text):
    return Cipher.new(key, Cipher.MODE_CBC).encrypt(text)
# fixed
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
import os


def seal(key, text):
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, text, None)
# pair: ECB by the cryptography package
# vulnerable
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def seal(key, block):
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(block) + encryptor.finalize()
# fixed
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def seal(key, block):
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    return nonce + encryptor.update(block) + encryptor.finalize() + encryptor.tag
# pair: session identifier
# vulnerable
import hashlib
import random
import time


def new_session():
    session_id = hashlib.sha256(f"{time.time()}{random.random()}".encode()).hexdigest()
    return session_id
# fixed
import secrets


def new_session():
    session_id = secrets.token_urlsafe(32)
    return session_id
# pair: rsa of pycryptodome
# vulnerable
from Crypto.PublicKey import RSA

BITS = 1024


def key_pair():
    key = RSA.generate(BITS)
    return key.export_key(), key.publickey().export_key()
# fixed
from Crypto.PublicKey import RSA

BITS = 4096


def key_pair():
    key = RSA.generate(BITS)
    return key.export_key(), key.publickey().export_key()
# pair: minimum version
# vulnerable
import ssl


def server_context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_1
    context.load_cert_chain(certificate)
    return context
# fixed
import ssl


def server_context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificate)
    return context
# pair: aiohttp connector
# vulnerable
import aiohttp


async def status(url):
    connector = aiohttp.TCPConnector(ssl=False)
    async with aiohttp.ClientSession(connector=connector) as session:
        async with session.get(url) as response:
            return response.status
# fixed
import aiohttp


async def status(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            return response.status
# pair: ecb
# vulnerable
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(key: bytes, data: bytes) -> bytes:
    padded = data + b"\0" * (-len(data) % 16)
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(padded) + encryptor.finalize()
# fixed
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def encrypt(key: bytes, data: bytes) -> bytes:
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    return nonce + encryptor.update(data) + encryptor.finalize() + encryptor.tag
# pair: hashlib new
# vulnerable
import hashlib as h
from pathlib import Path

ALGORITHM = "sha1"


def signature(path: Path, secret: bytes) -> str:
    digest = h.new(ALGORITHM)
    digest.update(secret)
    digest.update(path.read_bytes())
    return digest.hexdigest()
# fixed
import hashlib as h
from pathlib import Path

ALGORITHM = "sha256"


def signature(path: Path, secret: bytes) -> str:
    digest = h.new(ALGORITHM)
    digest.update(secret)
    digest.update(path.read_bytes())
    return digest.hexdigest()
# pair: httpx verify false
# vulnerable
import ssl
import httpx


async def inventory(base_url: str) -> list[dict]:
    async with httpx.AsyncClient(base_url=base_url, timeout=10, verify=False) as client:
        reply = await client.get("/inventory")
    reply.raise_for_status()
    return reply.json()
# fixed
import ssl
import httpx


async def inventory(base_url: str) -> list[dict]:
    async with httpx.AsyncClient(base_url=base_url, timeout=10, verify=ssl.create_default_context()) as client:
        reply = await client.get("/inventory")
    reply.raise_for_status()
    return reply.json()
# pair: jwt no verify
# vulnerable
import os
import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer

app = FastAPI()
oauth2 = OAuth2PasswordBearer(tokenUrl="token")


def current_user(token: str = Depends(oauth2)) -> str:
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise HTTPException(401, "bad token") from error
    return claims["sub"]


@app.get("/me")
def me(user: str = Depends(current_user)):
    return {"user": user}
# fixed
import os
import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer

app = FastAPI()
oauth2 = OAuth2PasswordBearer(tokenUrl="token")


def current_user(token: str = Depends(oauth2)) -> str:
    try:
        claims = jwt.decode(token, os.environ["JWT_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(401, "bad token") from error
    return claims["sub"]


@app.get("/me")
def me(user: str = Depends(current_user)):
    return {"user": user}
# pair: md5 password
# vulnerable
import hashlib


class User:
    def __init__(self, name: str):
        self.name = name
        self.digest = None

    def set_password(self, password: str) -> None:
        self.digest = hashlib.md5(password.encode()).hexdigest()
# fixed
import hashlib
import os


class User:
    def __init__(self, name: str):
        self.name = name
        self.digest = None
        self.salt = os.urandom(16)

    def set_password(self, password: str) -> None:
        self.digest = hashlib.pbkdf2_hmac("sha256", password.encode(), self.salt, 600_000).hex()
# pair: otp randint
# vulnerable
from random import randint


class OtpService:
    def __init__(self, sender, store):
        self.sender = sender
        self.store = store

    def start(self, phone: str) -> None:
        code = f"{randint(0, 999_999):06d}"
        self.store.set(phone, code, ttl_s=300)
        self.sender.sms(phone, f"Your one-time code is {code}")
# fixed
from secrets import randbelow


class OtpService:
    def __init__(self, sender, store):
        self.sender = sender
        self.store = store

    def start(self, phone: str) -> None:
        code = f"{randbelow(1_000_000):06d}"
        self.store.set(phone, code, ttl_s=300)
        self.sender.sms(phone, f"Your one-time code is {code}")
# pair: random token again
# vulnerable
import random
import string

ALPHABET = string.ascii_letters + string.digits


def reset_token(length: int = 32) -> str:
    """A token to put into a password reset link."""
    return "".join(random.choice(ALPHABET) for _ in range(length))
# fixed
import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def reset_token(length: int = 32) -> str:
    """A token to put into a password reset link."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
# pair: requests verify
# vulnerable
import requests


class Client:
    def __init__(self, base: str, token: str):
        self.base = base
        self.session = requests.Session()
        self.session.headers["X-Token"] = token
        self.session.verify = False

    def item(self, number: int) -> dict:
        return self.session.get(f"{self.base}/items/{number}", timeout=5).json()
# fixed
import requests


class Client:
    def __init__(self, base: str, token: str):
        self.base = base
        self.session = requests.Session()
        self.session.headers["X-Token"] = token
        self.session.verify = "/etc/ssl/certs/internal-ca.pem"

    def item(self, number: int) -> dict:
        return self.session.get(f"{self.base}/items/{number}", timeout=5).json()
# pair: rsa 1024
# vulnerable
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_SIZE = 1024


def new_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
# fixed
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY_SIZE = 3072


def new_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
# pair: ssl context
# vulnerable
import socket
import ssl


def open_channel(host: str, port: int = 8883) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    raw = socket.create_connection((host, port), timeout=10)
    return context.wrap_socket(raw, server_hostname=host)
# fixed
import socket
import ssl


def open_channel(host: str, port: int = 8883) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    raw = socket.create_connection((host, port), timeout=10)
    return context.wrap_socket(raw, server_hostname=host)
# pair: compare token
# vulnerable
import os
from hashlib import sha256
from hmac import new as sign
from fastapi import FastAPI, Header, HTTPException, Request

app = FastAPI()


@app.post("/hook")
async def hook(request: Request, x_signature: str = Header()):
    body = await request.body()
    expected = sign(os.environ["HOOK_KEY"].encode(), body, sha256).hexdigest()
    if expected != x_signature:
        raise HTTPException(403)
    return {"ok": True}
# fixed
import os
import hmac
from hashlib import sha256
from hmac import new as sign
from fastapi import FastAPI, Header, HTTPException, Request

app = FastAPI()


@app.post("/hook")
async def hook(request: Request, x_signature: str = Header()):
    body = await request.body()
    expected = sign(os.environ["HOOK_KEY"].encode(), body, sha256).hexdigest()
    if not hmac.compare_digest(expected, x_signature):
        raise HTTPException(403)
    return {"ok": True}
# pair: des3
# vulnerable
from Crypto.Cipher import DES3, AES
from Crypto.Random import get_random_bytes


def seal(key: bytes, text: bytes) -> bytes:
    cipher = DES3.new(key, DES3.MODE_CFB, iv=get_random_bytes(8))
    return cipher.iv + cipher.encrypt(text)
# fixed
from Crypto.Cipher import DES3, AES
from Crypto.Random import get_random_bytes


def seal(key: bytes, text: bytes) -> bytes:
    cipher = AES.new(key, AES.MODE_GCM)
    data, tag = cipher.encrypt_and_digest(text)
    return cipher.nonce + tag + data
# pair: paramiko auto
# vulnerable
import paramiko


class Remote:
    def __init__(self, host: str, user: str):
        self.ssh = paramiko.SSHClient()
        self.ssh.load_system_host_keys()
        self.ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        self.ssh.connect(host, username=user, timeout=10)
# fixed
import paramiko


class Remote:
    def __init__(self, host: str, user: str):
        self.ssh = paramiko.SSHClient()
        self.ssh.load_system_host_keys()
        self.ssh.set_missing_host_key_policy(paramiko.RejectPolicy())
        self.ssh.connect(host, username=user, timeout=10)
# pair: pbkdf2 low
# vulnerable
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def derive(password: bytes, salt: bytes) -> bytes:
    kdf = PBKDF2HMAC(algorithm=hashes.SHA1(), length=32, salt=salt, iterations=1000)
    return kdf.derive(password)
# fixed
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def derive(password: bytes, salt: bytes) -> bytes:
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=600_000)
    return kdf.derive(password)
# pair: sha256 password unsalted
# vulnerable
import hashlib
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "account"
    id = Column(Integer, primary_key=True)
    password_hash = Column(String)

    def set_password(self, password):
        self.password_hash = hashlib.sha256(password.encode()).hexdigest()
# fixed
import hashlib
from argon2 import PasswordHasher
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "account"
    id = Column(Integer, primary_key=True)
    password_hash = Column(String)

    def set_password(self, password):
        self.password_hash = PasswordHasher().hash(password)
# pair: ssl wrap old
# vulnerable
import socket
import ssl


def channel(host):
    context = ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    context.load_default_certs()
    return context.wrap_socket(socket.create_connection((host, 443), timeout=5), server_hostname=host)
# fixed
import socket
import ssl


def channel(host):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    return context.wrap_socket(socket.create_connection((host, 443), timeout=5), server_hostname=host)
# pair: static iv
# vulnerable
import os

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

IV = b"0123456789abcdef"


class Vault:
    def __init__(self, key: bytes):
        self.key = key

    def lock(self, text: bytes) -> bytes:
        padder = padding.PKCS7(128).padder()
        data = padder.update(text) + padder.finalize()
        box = Cipher(algorithms.AES(self.key), modes.CBC(IV)).encryptor()
        return box.update(data) + box.finalize()
# fixed
import os

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes



class Vault:
    def __init__(self, key: bytes):
        self.key = key

    def lock(self, text: bytes) -> bytes:
        padder = padding.PKCS7(128).padder()
        data = padder.update(text) + padder.finalize()
        iv = os.urandom(16)
        box = Cipher(algorithms.AES(self.key), modes.CBC(iv)).encryptor()
        return iv + box.update(data) + box.finalize()
# pair: uuid1 session
# vulnerable
import uuid
from fastapi import FastAPI, Response

app = FastAPI()
SESSIONS: dict[str, str] = {}


@app.post("/login")
def login(user: str, response: Response):
    session_id = uuid.uuid1().hex
    SESSIONS[session_id] = user
    response.set_cookie("sid", session_id, httponly=True, secure=True)
    return {"ok": True}
# fixed
import uuid
import secrets
from fastapi import FastAPI, Response

app = FastAPI()
SESSIONS: dict[str, str] = {}


@app.post("/login")
def login(user: str, response: Response):
    session_id = secrets.token_urlsafe(32)
    SESSIONS[session_id] = user
    response.set_cookie("sid", session_id, httponly=True, secure=True)
    return {"ok": True}
# pair: aes cbc zero iv
# vulnerable
from Crypto.Cipher import AES
from Crypto.Util.Padding import pad


def encrypt(key: bytes, plain: str) -> bytes:
    iv = bytes(16)
    cipher = AES.new(key, AES.MODE_CBC, iv)
    return iv + cipher.encrypt(pad(plain.encode(), 16))
# fixed
from Crypto.Cipher import AES
from Crypto.Util.Padding import pad
from Crypto.Random import get_random_bytes


def encrypt(key: bytes, plain: str) -> bytes:
    iv = get_random_bytes(16)
    cipher = AES.new(key, AES.MODE_CBC, iv)
    return iv + cipher.encrypt(pad(plain.encode(), 16))
# pair: random password numpy
# vulnerable
import numpy as np

LETTERS = list("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")


def temporary_password(size=12):
    return "".join(np.random.choice(LETTERS, size))
# fixed
import secrets

LETTERS = list("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")


def temporary_password(size=12):
    return "".join(secrets.choice(LETTERS) for _ in range(size))
# pair: sha1 signed url
# vulnerable
import hashlib
import os
import time

KEY = os.environ["LINK_KEY"]


def link(path: str) -> str:
    expires = int(time.time()) + 3600
    signature = hashlib.sha1(f"{KEY}{path}{expires}".encode()).hexdigest()
    return f"{path}?e={expires}&s={signature}"
# fixed
import hashlib
import hmac
import os
import time

KEY = os.environ["LINK_KEY"]


def link(path: str) -> str:
    expires = int(time.time()) + 3600
    signature = hmac.new(KEY.encode(), f"{path}{expires}".encode(), "sha256").hexdigest()
    return f"{path}?e={expires}&s={signature}"
# pair: urllib3 no cert
# vulnerable
import urllib3

urllib3.disable_warnings()
pool = urllib3.PoolManager(cert_reqs="CERT_NONE", timeout=5.0)


def status(host: str) -> int:
    return pool.request("GET", f"https://{host}/status").status
# fixed
import urllib3

pool = urllib3.PoolManager(cert_reqs="CERT_REQUIRED", timeout=5.0)


def status(host: str) -> int:
    return pool.request("GET", f"https://{host}/status").status
# pair: context parameter
# vulnerable
import smtplib
import ssl


def send(message):
    context = ssl._create_unverified_context()
    with smtplib.SMTP("mail.example.org", 587, timeout=10) as server:
        server.starttls(context=context)
        server.send_message(message)
# fixed
import smtplib
import ssl


def send(message):
    context = ssl.create_default_context()
    with smtplib.SMTP("mail.example.org", 587, timeout=10) as server:
        server.starttls(context=context)
        server.send_message(message)
# pair: md5 cache of password
# vulnerable
from hashlib import md5, scrypt
import secrets


def store(db, user, password):
    salt = secrets.token_bytes(16)
    digest = md5(salt + password.encode()).digest()
    db.execute("INSERT INTO login VALUES (?, ?, ?)", (user, salt, digest))
# fixed
from hashlib import md5, scrypt
import secrets


def store(db, user, password):
    salt = secrets.token_bytes(16)
    digest = scrypt(password.encode(), salt=salt, n=16384, r=8, p=1)
    db.execute("INSERT INTO login VALUES (?, ?, ?)", (user, salt, digest))
# pair: random seed token
# vulnerable
import random
import time


class Tokens:
    def __init__(self):
        self._random = random.Random(time.time())

    def csrf_token(self):
        return "%032x" % self._random.getrandbits(128)
# fixed
import secrets


class Tokens:
    def __init__(self):
        self._random = secrets.SystemRandom()

    def csrf_token(self):
        return "%032x" % self._random.getrandbits(128)
