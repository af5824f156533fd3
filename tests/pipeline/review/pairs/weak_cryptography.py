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
