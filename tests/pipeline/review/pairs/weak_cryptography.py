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
