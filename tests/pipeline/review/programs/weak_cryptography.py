# vulnerable: md5 update
import hashlib
def h(p):
    m = hashlib.md5()
    m.update(p)
    return m.hexdigest()
# harmless: md5 not security
import hashlib
def etag(b):
    return hashlib.md5(b, usedforsecurity=False).hexdigest()
# vulnerable: from import
from hashlib import sha1
def s(x):
    return sha1(x).hexdigest()
# vulnerable: new
import hashlib
def s(x):
    return hashlib.new("md5", x).hexdigest()
# vulnerable: hmac string
import hmac
def s(k, x):
    return hmac.new(k, x, "md5").hexdigest()
# vulnerable: hmac digestmod
import hmac, hashlib
def s(k, x):
    return hmac.new(k, msg=x, digestmod=hashlib.sha1).hexdigest()
# vulnerable: random choice token var
import random, string
def f():
    token = "".join(random.choices(string.ascii_letters, k=20))
    return token
# vulnerable: random password
import random
def generate_password(n):
    chars = "abc"
    out = ""
    for _ in range(n):
        out += random.choice(chars)
    return out
# vulnerable: numpy random
import numpy as np
def make_token():
    return np.random.bytes(16).hex()
# vulnerable: random.Random seed
import random
rng = random.Random(42)
def session_key():
    return rng.getrandbits(128)
# harmless: dice
import random
def roll():
    return random.randint(1, 6)
# harmless: systemrandom
import random
def make_token():
    return "".join(random.SystemRandom().choice("abc") for _ in range(20))
# harmless: jitter
import random, time
def backoff(n):
    time.sleep(2 ** n + random.uniform(0, 1))
# vulnerable: arc4
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
def e(k, d):
    return Cipher(algorithms.ARC4(k), mode=None).encryptor().update(d)
# vulnerable: AES ECB alias
from Crypto.Cipher import AES as A
def e(k, d):
    return A.new(k, A.MODE_ECB).encrypt(d)
# vulnerable: cbc static iv
from Crypto.Cipher import AES
IV = b"0000000000000000"
def e(k, d):
    return AES.new(k, AES.MODE_CBC, IV).encrypt(d)
# vulnerable: cryptography static iv
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
def e(k, d):
    c = Cipher(algorithms.AES(k), modes.CBC(b"\0" * 16)).encryptor()
    return c.update(d)
# vulnerable: gcm static nonce
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
def e(k, d):
    return AESGCM(k).encrypt(b"123456789012", d, None)
# vulnerable: pbkdf2 few
import hashlib
def h(p, s):
    return hashlib.pbkdf2_hmac("sha256", p, s, 1000)
# harmless: pbkdf2 many
import hashlib
def h(p, s):
    return hashlib.pbkdf2_hmac("sha256", p, s, 600_000)
# vulnerable: sha256 password
import hashlib
def hash_password(password):
    return hashlib.sha256(password.encode()).hexdigest()
# harmless: sha256 file
import hashlib
def checksum(data):
    return hashlib.sha256(data).hexdigest()
# vulnerable: unverified context
import ssl, urllib.request
def f(u):
    return urllib.request.urlopen(u, context=ssl._create_unverified_context(), timeout=3)
# vulnerable: default https
import ssl
ssl._create_default_https_context = ssl._create_unverified_context
# vulnerable: httpx verify
import httpx
client = httpx.Client(verify=False, timeout=5)
# vulnerable: urllib3
import urllib3
http = urllib3.PoolManager(cert_reqs="CERT_NONE")
# vulnerable: ssl sslv3
import ssl
c = ssl.SSLContext(ssl.PROTOCOL_SSLv23)
# vulnerable: wrap
import ssl, socket
s = ssl.wrap_socket(socket.socket(), ssl_version=ssl.PROTOCOL_TLSv1_1)
# vulnerable: jwt none
import jwt
def d(t):
    return jwt.decode(t, options={"verify_signature": False})
# harmless: jwt
import jwt
def d(t, k):
    return jwt.decode(t, k, algorithms=["HS256"])
# vulnerable: dsa
from cryptography.hazmat.primitives.asymmetric import dsa
k = dsa.generate_private_key(key_size=1024)
# vulnerable: rsa positional
from cryptography.hazmat.primitives.asymmetric import rsa
k = rsa.generate_private_key(65537, 1024)
# vulnerable: rsa lib
import rsa
pub, priv = rsa.newkeys(512)
# harmless: rsa 2048
from cryptography.hazmat.primitives.asymmetric import rsa
k = rsa.generate_private_key(public_exponent=65537, key_size=2048)
# vulnerable: curve
from cryptography.hazmat.primitives.asymmetric import ec
k = ec.generate_private_key(ec.SECP192R1())
# vulnerable: blowfish
from Crypto.Cipher import Blowfish
def e(k, d):
    return Blowfish.new(k, Blowfish.MODE_CBC).encrypt(d)
# vulnerable: uuid1 token
import uuid
def reset_token():
    return str(uuid.uuid1())
# vulnerable: verify variable
import requests
VERIFY = False
def f():
    return requests.get("https://x", verify=VERIFY, timeout=3)
# harmless: passlib
from passlib.hash import argon2
def h(p):
    return argon2.hash(p)
# vulnerable: passlib
from passlib.hash import md5_crypt
def h(p):
    return md5_crypt.hash(p)
# vulnerable: django hashers
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# vulnerable: set_ciphers
import ssl
c = ssl.create_default_context()
c.set_ciphers("RC4-SHA")
# vulnerable: options in class
import aiohttp
async def f(u):
    async with aiohttp.ClientSession() as s:
        async with s.get(u, ssl=False) as r:
            return r.status
# vulnerable: random shuffle
import random
def make_voucher_code():
    letters = list("ABCDEFGH23456789")
    random.shuffle(letters)
    return "".join(letters[:8])
# vulnerable: sign cookie
import hashlib
SECRET = __import__("os").environ["S"]
def sign(value):
    return hashlib.md5((value + SECRET).encode()).hexdigest()
# vulnerable: random session class
import random
class SessionManager:
    def create(self):
        return "%032x" % random.getrandbits(128)
# harmless: shuffle playlist
import random
def shuffle_playlist(songs):
    random.shuffle(songs)
    return random.choice(songs)
# harmless: sample data
import random
def sample_rows(rows, n):
    return random.sample(rows, n)
# vulnerable: requests session kw
import requests
s = requests.Session()
s.verify = False
# vulnerable: tls in dict
import ssl
OPTIONS = {"cert_reqs": ssl.CERT_NONE}
# harmless: fernet
from cryptography.fernet import Fernet
def e(k, d):
    return Fernet(k).encrypt(d)
# harmless: contexts
import ssl, certifi, requests
ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ctx.minimum_version = ssl.TLSVersion.TLSv1_2
requests.get("https://x", verify=certifi.where(), timeout=3)
# harmless: sha256 token
import hashlib, secrets
def new_api_token():
    token = secrets.token_urlsafe(32)
    return token, hashlib.sha256(token.encode()).hexdigest()
# harmless: crc
import zlib
def key(b):
    return zlib.crc32(b)
# harmless: gcm
import os
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
def e(key, data, aad):
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data, aad)
# harmless: werkzeug
from werkzeug.security import generate_password_hash
def h(password):
    return generate_password_hash(password, method="scrypt")
# vulnerable: csrf
import random
def csrf():
    return hex(random.getrandbits(64))
# vulnerable: password salt md5
from hashlib import md5
class User:
    def set_password(self, raw):
        self.hash = md5(("salt" + raw).encode()).hexdigest()
