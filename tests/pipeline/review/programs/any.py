# harmless: cli paths
import sys, csv, gzip, contextlib

@contextlib.contextmanager
def reader(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", newline="") as f:
        yield csv.DictReader(f)

if __name__ == "__main__":
    for path in sys.argv[1:]:
        with reader(path) as rows:
            print(path, sum(1 for _ in rows))
# harmless: cli table
import argparse, sys
from textwrap import dedent

def rows(n): return ([i * j for j in range(1, n + 1)] for i in range(1, n + 1))

if __name__ == "__main__":
    p = argparse.ArgumentParser(description=dedent("""Print a times table."""))
    p.add_argument("n", type=int, nargs="?", default=10)
    a = p.parse_args()
    for r in rows(a.n): sys.stdout.write(" ".join("%4d" % v for v in r) + "\n")
# harmless: cors public read
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    origins: list[str] = ["https://example.org"]

settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET"], allow_headers=["*"])
# harmless: debug log
import logging, os
DEBUG = os.getenv("DEBUG") == "1"
logging.basicConfig(level=logging.DEBUG if DEBUG else logging.INFO)
log = logging.getLogger(__name__)
def debug(msg, *, debug=True): log.debug(msg) if debug else None
debug("starting", debug=True)
class Solver:
    def run(self, steps, debug=False): return sum(range(steps))
Solver().run(4, debug=True)
# harmless: dict get
class Store(dict):
    def get(self, key, default=None): return super().get(key, default)
requests = Store(a=1)
print(requests.get("a"), requests.get("b"))
session = {"user": 1}
print(session.get("user"))
client = Store()
client.get("http://not-a-request")
# harmless: duckdb local
import duckdb, sys
from pathlib import Path
def summary(path: Path):
    con = duckdb.connect()
    con.execute("CREATE TABLE t AS SELECT * FROM read_csv_auto(?)", [str(path)])
    cols = [c[0] for c in con.execute("DESCRIBE t").fetchall()]
    q = lambda c: '"' + c.replace('"', '""') + '"'
    return {c: con.execute(f"SELECT count(DISTINCT {q(c)}) FROM t").fetchone()[0] for c in cols}
if __name__ == "__main__": print(summary(Path(sys.argv[1])))
# harmless: enum routes
from enum import Enum
from fastapi import FastAPI
from fastapi.responses import FileResponse, RedirectResponse
from pathlib import Path
class Doc(str, Enum):
    guide = "guide"; faq = "faq"
app = FastAPI(); D = Path("docs")
@app.get("/docs/{doc}")
def doc(doc: Doc): return FileResponse(D / f"{doc.value}.pdf")
@app.get("/d/{doc}")
def d(doc: Doc): return RedirectResponse(f"/docs/{doc.value}")
@app.get("/n/{n}")
def n(n: int): return FileResponse(D / f"page-{n}.png")
# harmless: env secrets
import os, secrets, hmac
from flask import Flask, request, abort
app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
API_TOKEN = os.environ["API_TOKEN"]
@app.before_request
def check():
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given, API_TOKEN): abort(401)
@app.get("/")
def index(): return {"ok": 1}
# harmless: fastapi json
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field
import uuid

app = FastAPI(); items = {}

class Item(BaseModel):
    name: str = Field(min_length=1); price: float = 0

@app.post("/items", status_code=201)
def add(item: Item):
    key = str(uuid.uuid4()); items[key] = item
    return {"id": key, **item.model_dump()}

@app.get("/items/{key}")
def one(key: str):
    if (item := items.get(key)) is None: raise HTTPException(404, f"no item {key}")
    return item

@app.get("/hello")
def hello(name: str = "you"): return f"<b>{name}</b>"
# harmless: html constant
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
import html

app = FastAPI()
NAV = "".join(f'<a href="/{p}">{p.title()}</a>' for p in ("home", "about"))

@app.get("/", response_class=HTMLResponse)
def home() -> str: return f"<nav>{NAV}</nav><main>Welcome</main>"

@app.get("/tag/{n}")
def tag(n: int): return HTMLResponse(f"<p>Number {n}</p>")

@app.get("/q")
def q(text: str):
    safe = html.escape(text, quote=True)
    page = "<p>%s</p>" % safe
    return HTMLResponse(page)
# harmless: http with timeout
import httpx, requests, functools
from urllib.request import urlopen

get = functools.partial(requests.get, timeout=10)

def a(): return get("https://example.org/a").json()
def b():
    with httpx.Client() as c: return c.get("https://example.org/b").json()
def d(year: int): return get(f"https://example.org/years/{year}").text
with_timeout = {"timeout": 3}
def e(): return requests.post("https://example.org/e", json={}, **with_timeout)
# harmless: jinja text
from jinja2 import Environment, DictLoader
env = Environment(loader=DictLoader({"mail.txt": "Dear {{ name }},\n{{ body }}\n"}), autoescape=False)

def mail(name, body):
    """A plain-text message: no HTML, so nothing is escaped."""
    return env.get_template("mail.txt").render(name=name, body=body)

print(mail("Bo", "see you & good luck"))
# harmless: md5 etag
import hashlib
from flask import Flask, Response, request

app = Flask(__name__)


@app.after_request
def etag(response: Response):
    tag = hashlib.md5(response.get_data(), usedforsecurity=False).hexdigest()
    response.set_etag(tag)
    return response.make_conditional(request)
# harmless: model eval
import torch
import re
import pandas as pd


def infer(model, x):
    model.eval()
    with torch.no_grad():
        return model(x)


PATTERN = re.compile(r"\d+")
def total(df: pd.DataFrame): return df.eval("a + b").sum()
class Shell:
    def exec(self, line): return PATTERN.findall(line)
print(Shell().exec("1 2"))
# harmless: operator table
import operator as op, math
OPS = {"+": op.add, "-": op.sub, "*": op.mul, "/": op.truediv, "^": pow}
def rpn(s):
    st = []
    for t in s.split():
        if t in OPS: b, a = st.pop(), st.pop(); st.append(OPS[t](a, b))
        else: st.append(float(t))
    return st[-1]
print(rpn("3 4 + 2 *"), getattr(math, "pi"))
# harmless: own files
from pathlib import Path
import json

HERE = Path(__file__).parent
CACHE = HERE / "cache"

def load(year: int):
    return json.loads((CACHE / f"{year}.json").read_text())

def every():
    for p in sorted(CACHE.glob("*.json")):
        with open(p) as f:
            yield json.load(f)

class Box(list):
    def open(self, name): return self.index(name)
# harmless: password form
from dataclasses import dataclass
import getpass

PASSWORD_FIELD = "password"
PASSWORD_LABEL = "Choose a password"
TOKEN_URL = "/auth/token"
SECRET_NAME = "db-credentials"
API_KEY_HEADER = "X-Api-Key"
password_min_length = 12
messages = {"password": "The password is wrong", "token": "Your token has expired"}


@dataclass
class Form:
    password: str = ""
    token_type: str = "bearer"

    def valid(self):
        return len(self.password) >= password_min_length


def ask():
    return Form(password=getpass.getpass(PASSWORD_LABEL + ": "))
# harmless: pickle own cache
import json, functools, hashlib
from pathlib import Path

def memo(folder):
    def deco(f):
        @functools.wraps(f)
        def inner(*a):
            name = hashlib.sha256(json.dumps(a).encode()).hexdigest() + ".json"
            p = Path(folder, name)
            if p.exists(): return json.loads(p.read_text())
            out = f(*a); p.write_text(json.dumps(out)); return out
        return inner
    return deco

@memo("cache")
def slow(x): return x ** 2
# harmless: random game
import random as r

FACES = "⚀⚁⚂⚃⚄⚅"
def roll(k=2): return [r.choice(FACES) for _ in range(k)]
def shuffle_deck():
    deck = [s + v for s in "♠♥♦♣" for v in "A23456789TJQK"]
    r.shuffle(deck)
    return deck
def jitter(base): return base * r.uniform(.5, 1.5)
token_colours = [r.choice(["red", "blue"]) for token in range(4)]
print(roll(), shuffle_deck()[:5], jitter(2))
# harmless: redirect internal
from flask import Flask, redirect, request, url_for
from urllib.parse import quote

app = Flask(__name__)

@app.post("/things")
def create():
    name = request.form["name"]
    return redirect(url_for("show", name=name))

@app.get("/things/<name>")
def show(name): return {"name": name}

@app.get("/old/<path:rest>")
def old(rest): return redirect("/things/" + quote(rest, safe=""), 301)
# harmless: select words
"""Text that looks like SQL but goes to a person."""

def sentence(name, count):
    return f"SELECT your favourite from {count} dishes, {name}! WHERE would you like to sit?"

def update(what):
    print("UPDATE: %s SET in stone" % what)

if __name__ == "__main__":
    print(sentence("Ada", 3)); update("menu")
# harmless: sql constants
import sqlite3

TABLE = "measurements"
COLUMNS = ("station", "taken_at", "value")
INSERT = f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


def save(db: sqlite3.Connection, rows):
    with db:
        db.executemany(INSERT, [tuple(r[c] for c in COLUMNS) for r in rows])


def purge(db):
    for table in ("measurements", "stations"):
        db.execute(f"DELETE FROM {table}")
# harmless: sql int paging
from fastapi import FastAPI, Query
import sqlite3

app = FastAPI()


@app.get("/page")
def page(number: int = Query(1, ge=1), size: int = 20):
    db = sqlite3.connect("x.db")
    sql = f"SELECT id FROM t LIMIT {size} OFFSET {(number - 1) * size}"
    return db.execute(sql).fetchall()
# harmless: sqlalchemy orm
from sqlalchemy import select, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, Session
from fastapi import FastAPI, Depends

class Base(DeclarativeBase): ...
class City(Base):
    __tablename__ = "city"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
app = FastAPI()
def session(): ...
@app.get("/cities")
def cities(q: str = "", s: Session = Depends(session)):
    stmt = select(City).where(func.lower(City.name).like(f"%{q.lower()}%")).order_by(text("name"))
    return s.scalars(stmt).all()
@app.get("/raw")
def raw(q: str, s: Session = Depends(session)):
    return s.execute(text("select id from city where name = :q"), {"q": q}).all()
# harmless: streamlit app
import streamlit as st, pandas as pd, plotly.express as px
st.set_page_config(page_title="Sales", layout="wide")
st.markdown("<style>.block-container{padding:1rem}</style>", unsafe_allow_html=True)
f = st.file_uploader("CSV", type=["csv"])
if f:
    df = pd.read_csv(f)
    c = st.selectbox("column", df.columns)
    st.plotly_chart(px.histogram(df, x=c))
    st.write(f"**{len(df)}** rows; mean of {c}: {df[c].mean() if df[c].dtype != object else '-'}")
# harmless: subprocess constants
import subprocess, sys, shutil

def version(tool="git"):
    path = shutil.which(tool)
    return subprocess.run([path, "--version"], capture_output=True, text=True, timeout=5).stdout if path else None

def pip_list():
    return subprocess.check_output([sys.executable, "-m", "pip", "list"], timeout=60)

if __name__ == "__main__":
    subprocess.run("ls -la | head", shell=True, timeout=5)
# harmless: template strings
from string import Template
T = Template("rm -rf $x is what you should NOT type; eval() either")
print(T.substitute(x="/tmp/foo"))
doc = "os.system('ls'); pickle.loads(b''); password='hunter2'"
print(doc.count("s"), doc.format() if "{" not in doc else "")
# harmless: walrus game of life
from collections import Counter
from itertools import product
def step(cells):
    n = Counter((x + dx, y + dy) for x, y in cells for dx, dy in product((-1, 0, 1), repeat=2) if dx or dy)
    return {c for c, k in n.items() if k == 3 or (k == 2 and c in cells)}
g = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
while (g := step(g)) and max(x for x, _ in g) < 10: print(len(g))
# harmless: xml parse
from defusedxml.ElementTree import fromstring
import yaml, json, tomllib
def read(kind, text):
    match kind:
        case "xml": return {e.tag: e.text for e in fromstring(text)}
        case "yaml": return yaml.safe_load(text)
        case "json": return json.loads(text)
        case "toml": return tomllib.loads(text)
    raise ValueError(f"unknown kind {kind!r}")
print(read("json", '{"password": "x"}'))
# harmless: etl columns
import csv, sqlite3, sys
def q(name): return '"' + name.replace('"', '""') + '"'
def load(path, db="out.db", table="data"):
    with open(path, newline="", encoding="utf-8") as f, sqlite3.connect(db) as con:
        rows = csv.reader(f)
        header = next(rows)
        con.execute(f"CREATE TABLE IF NOT EXISTS {q(table)} ({', '.join(map(q, header))})")
        con.executemany(f"INSERT INTO {q(table)} VALUES ({','.join('?' * len(header))})", rows)
load(sys.argv[1])
# harmless: feeds config
import feedparser, tomllib, pathlib
CONFIG = tomllib.loads(pathlib.Path("feeds.toml").read_text())
def titles():
    for feed in CONFIG["feeds"]:
        for entry in feedparser.parse(feed["url"]).entries[:5]: yield entry.title
# harmless: monte carlo
import random, statistics as st
def walk(n, seed=0):
    r = random.Random(seed); x = 0
    for _ in range(n): x += r.choice((-1, 1))
    return x
key = random.choice("CDEFGAB")
session_lengths = [random.expovariate(1 / 30) for _ in range(100)]
print(st.mean(walk(100, s) for s in range(50)), key, max(session_lengths))
# harmless: parse qs pages
from urllib.parse import urlsplit, parse_qs
from http.server import BaseHTTPRequestHandler
import json
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        page = int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])
        body = json.dumps({"page": page, "items": list(range(page * 10, page * 10 + 10))}).encode()
        self.send_response(200); self.send_header("Content-Type", "application/json"); self.end_headers(); self.wfile.write(body)
# harmless: password hasher
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
import secrets
hasher = PasswordHasher()
USERS = {"ada": hasher.hash(secrets.token_hex(8))}
def login(name, password):
    try: return hasher.verify(USERS[name], password)
    except (KeyError, VerifyMismatchError): return False
# harmless: plugin table
import sys
from functools import partial
def greet(greeting, name): return f"{greeting}, {name}"
COMMANDS = {"hi": partial(greet, "Hi"), "bye": partial(greet, "Bye"), "upper": str.upper, "len": lambda s: str(len(s))}
if __name__ == "__main__":
    name, *words = sys.argv[1:]
    print(COMMANDS.get(name, str)(" ".join(words)))
# harmless: settings object
import os
class Config:
    def __init__(self): self.values = {}
    def load(self, text):
        for line in text.splitlines():
            k, _, v = line.partition("="); self.values[k.strip()] = v.strip()
        return self
    def __getattr__(self, name): return self.values[name]
    @property
    def debug(self): return os.environ.get("X_DEBUG") == "1"
c = Config().load("a = 1\npassword = ${PASSWORD}")
print(c.a, c.debug)
# harmless: shortener
from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, HttpUrl
import secrets
app = FastAPI()
LINKS: dict[str, str] = {}
class Link(BaseModel):
    url: HttpUrl
@app.post("/links")
def add(link: Link):
    key = secrets.token_urlsafe(6)
    LINKS[key] = str(link.url)
    return {"key": key}
@app.get("/{key}")
def go(key: str):
    if key not in LINKS:
        raise HTTPException(404)
    return RedirectResponse(LINKS[key])
# harmless: sqlite counter
import sqlite3
from flask import Flask
app = Flask(__name__)
@app.get("/")
def index():
    db = sqlite3.connect("c.db")
    with db:
        db.execute("UPDATE counter SET n = n + 1")
    n = db.execute("SELECT n FROM counter").fetchone()[0]
    return f"<p>You are visitor number {int(n):,}</p>"
# harmless: todo memory
from flask import Flask, request, render_template_string, redirect, url_for
app = Flask(__name__)
TODOS = []
PAGE = """<ul>{% for t in todos %}<li>{{ t }}</li>{% endfor %}</ul><form method=post><input name=t></form>"""
@app.route("/", methods=["GET", "POST"])
def index():
    if request.method == "POST":
        TODOS.append(request.form["t"])
        return redirect(url_for("index"))
    return render_template_string(PAGE, todos=TODOS)
# harmless: chat history
import streamlit as st
st.title("Echo")
st.session_state.setdefault("history", [])
for role, text in st.session_state.history: st.chat_message(role).write(text)
if prompt := st.chat_input("Say something"):
    st.session_state.history += [("user", prompt), ("assistant", prompt[::-1])]
    st.rerun()
# harmless: guestbook jinja
from fastapi import FastAPI, Form, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
import sqlite3
app = FastAPI(); templates = Jinja2Templates("templates")
@app.get("/")
def show(request: Request):
    with sqlite3.connect("g.db") as db: rows = db.execute("SELECT who, said FROM guest ORDER BY id DESC LIMIT 50").fetchall()
    return templates.TemplateResponse(request, "guests.html", {"rows": rows})
@app.post("/")
def sign(who: str = Form(max_length=50), said: str = Form(max_length=500)):
    with sqlite3.connect("g.db") as db: db.execute("INSERT INTO guest(who, said) VALUES (?, ?)", (who, said))
    return RedirectResponse("/", 303)
# harmless: inventory class
import sqlite3
from contextlib import contextmanager
class Inventory:
    def __init__(self, path=":memory:"):
        self.path = path; self.filters = []; self.values = []
    @contextmanager
    def db(self):
        con = sqlite3.connect(self.path)
        try: yield con
        finally: con.close()
    def where(self, column, value):
        if column not in {"name", "bin"}: raise ValueError(column)
        self.filters.append(f"{column} = ?"); self.values.append(value); return self
    def all(self):
        sql = "SELECT name, bin FROM item" + (" WHERE " + " AND ".join(self.filters) if self.filters else "")
        with self.db() as con: return con.execute(sql, self.values).fetchall()
# harmless: log file rotation
from pathlib import Path
import gzip, shutil, datetime as dt
def rotate(log: Path, keep: int = 5):
    stamp = dt.datetime.now().strftime("%Y%m%d")
    with log.open("rb") as src, gzip.open(log.with_suffix(f".{stamp}.gz"), "wb") as dst: shutil.copyfileobj(src, dst)
    log.write_text("")
    for old in sorted(log.parent.glob(f"{log.stem}.*.gz"))[:-keep]: old.unlink()
# harmless: traceback log
import logging, traceback, sys
log = logging.getLogger("job")
def guard(f):
    def call(*a, **k):
        try: return f(*a, **k)
        except Exception: log.error("failed: %s", traceback.format_exc()); return None
    return call
@guard
def main(): print(1 / len(sys.argv[1:]))
main()
# harmless: worker queue
import queue, threading, json, urllib.request
q = queue.Queue()
def work():
    while (n := q.get()) is not None:
        with urllib.request.urlopen(f"https://example.org/items/{int(n)}", timeout=5) as r: print(json.load(r)["name"])
t = threading.Thread(target=work); t.start()
for n in range(3): q.put(n)
q.put(None); t.join()
