# vulnerable: flask path param
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.route("/u/<name>")
def u(name):
    import MySQLdb
    c = MySQLdb.connect().cursor()
    c.execute("SELECT * FROM u WHERE n = '%s'" % (name,))
    return jsonify(c.fetchall())
# vulnerable: kwargs style
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import sqlite3
@app.get("/x")
async def x(q: str = Query(...)):
    with sqlite3.connect("a.db") as con:
        sql = "SELECT * FROM t WHERE a = '" + q + "'"
        rows = con.execute(sql).fetchall()
    return rows
# vulnerable: aiosqlite
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import aiosqlite
@app.get("/x/{name}")
async def x(name: str):
    async with aiosqlite.connect("a.db") as db:
        async with db.execute(f"SELECT * FROM t WHERE a = '{name}'") as cursor:
            return await cursor.fetchall()
# vulnerable: sorted by dynamic column weak helper
def list_users(conn, order_by):
    cur = conn.cursor()
    cur.execute(f"SELECT * FROM users ORDER BY {order_by}")
    return cur.fetchall()
# harmless: sorted by checked column
def list_users(conn, order_by):
    if order_by not in {"name", "email"}:
        raise ValueError("bad column")
    cur = conn.cursor()
    cur.execute(f"SELECT * FROM users ORDER BY {order_by}")
    return cur.fetchall()
# vulnerable: weak table
def dump(conn, table):
    return conn.execute("SELECT * FROM " + table).fetchall()
# vulnerable: limit
def page(cursor, limit, offset):
    cursor.execute("SELECT id FROM t LIMIT %s OFFSET %s" % (limit, offset))
    return cursor.fetchall()
# harmless: limit int
def page(cursor, limit, offset):
    cursor.execute("SELECT id FROM t LIMIT %d OFFSET %d" % (int(limit), int(offset)))
    return cursor.fetchall()
# harmless: typed limit
def page(cursor, limit: int, offset: int = 0):
    cursor.execute(f"SELECT id FROM t LIMIT {limit} OFFSET {offset}")
    return cursor.fetchall()
# vulnerable: django extra
def v(request):
    from m import Item
    return Item.objects.extra(where=["name = '%s'" % request.GET["n"]])
# harmless: django extra
def v(request):
    from m import Item
    return Item.objects.extra(where=["name = %s"], params=[request.GET["n"]])
# vulnerable: sqlalchemy filter text
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from sqlalchemy import text
@app.route("/a")
def a():
    return str(User.query.filter(text("name = '" + request.args["n"] + "'")).all())
# vulnerable: session execute plain
def find(session, name):
    return session.execute("SELECT * FROM u WHERE name = '" + name + "'").all()
# vulnerable: multi-line
def login(cursor, user, pw):
    query = (
        "SELECT id FROM users "
        f"WHERE username = '{user}' "
        f"AND password = '{pw}'"
    )
    cursor.execute(query)
    return cursor.fetchone()
# vulnerable: update set
def rename(db, uid, name):
    db.execute(f"UPDATE users SET name = '{name}' WHERE id = {uid}")
    db.commit()
# vulnerable: executescript
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.post("/s")
def s():
    conn.executescript("DELETE FROM s WHERE id = " + request.form["id"])
    return "ok"
# vulnerable: lambda event
import pymysql
def lambda_handler(event, context):
    cur = pymysql.connect().cursor()
    cur.execute("SELECT * FROM t WHERE id = '%s'" % event["id"])
    return cur.fetchall()
# vulnerable: replace templating
def q(cursor, name):
    template = "SELECT * FROM t WHERE name = '{name}'"
    cursor.execute(template.replace("{name}", name))
# vulnerable: join of list
def q(cursor, ids):
    cursor.execute("SELECT * FROM t WHERE id IN (" + ",".join(ids) + ")")
# harmless: join of ints
def q(cursor, ids):
    cursor.execute("SELECT * FROM t WHERE id IN (" + ",".join(str(int(i)) for i in ids) + ")")
# vulnerable: body model
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from pydantic import BaseModel
class Body(BaseModel):
    name: str
    age: int
@app.post("/x")
def x(body: Body):
    cursor.execute(f"INSERT INTO p (name, age) VALUES ('{body.name}', {body.age})")
# harmless: int of model
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from pydantic import BaseModel
class Body(BaseModel):
    name: str
    age: int
@app.post("/x")
def x(body: Body):
    cursor.execute(f"SELECT * FROM p WHERE age > {body.age} AND name = %s", (body.name,))
# vulnerable: tornado
import tornado.web
class H(tornado.web.RequestHandler):
    def get(self):
        n = self.get_argument("n")
        self.application.db.execute("SELECT * FROM t WHERE n='%s'" % n)
# vulnerable: bottle
from bottle import route, request
@route("/x")
def x():
    n = request.query.n
    c.execute("SELECT * FROM t WHERE n='" + n + "'")
# vulnerable: self.db attribute
class Repo:
    def __init__(self, db):
        self.db = db
    async def by_email(self, email: str):
        return await self.db.fetchrow(f"SELECT * FROM u WHERE email = '{email}'")
# harmless: self.db attribute
class Repo:
    def __init__(self, db):
        self.db = db
    async def by_email(self, email: str):
        return await self.db.fetchrow("SELECT * FROM u WHERE email = $1", email)
# vulnerable: Template
from string import Template
def q(cursor, name):
    sql = Template("SELECT * FROM t WHERE name = '$name'").substitute(name=name)
    cursor.execute(sql)
# harmless: table const in class
class Repo:
    TABLE = "users"
    def get(self, cursor, uid):
        cursor.execute(f"SELECT * FROM {self.TABLE} WHERE id = %s", (uid,))
# harmless: match
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/x")
def x():
    match request.args.get("sort"):
        case "name" | "age" as col:
            pass
        case _:
            col = "id"
    return jsonify(db.execute(f"SELECT * FROM t ORDER BY {col}").fetchall())
# harmless: uuid
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import uuid
@app.get("/x")
def x():
    try:
        ident = uuid.UUID(request.args["id"])
    except ValueError:
        abort(400)
    return jsonify(db.execute(f"SELECT * FROM t WHERE id = '{ident}'").fetchall())
# harmless: isalnum assert-like
def q(cursor, table):
    if not table.isidentifier():
        raise ValueError
    cursor.execute(f"DROP TABLE {table}")
# vulnerable: global helper with kwargs
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
def run(sql, **params):
    return g.db.execute(sql, params).fetchall()
@app.get("/x")
def x():
    return jsonify(run("SELECT * FROM t WHERE n = '" + request.args["n"] + "'"))
# vulnerable: conditional accumulate
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/x")
def x(name: str | None = None, city: str | None = None):
    sql = "SELECT * FROM t WHERE 1=1"
    if name:
        sql += f" AND name = '{name}'"
    if city:
        sql += " AND city = '%s'" % city
    return database.execute(sql)
# harmless: conditional accumulate
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/x")
def x(name: str | None = None, city: str | None = None):
    sql, params = "SELECT * FROM t WHERE 1=1", {}
    if name:
        sql += " AND name = :name"
        params["name"] = name
    if city:
        sql += " AND city = :city"
        params["city"] = city
    return database.execute(text(sql), params)
# vulnerable: cookie
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/x")
def x():
    sid = request.cookies.get("sid")
    cur = get_db().cursor()
    q = "SELECT user FROM sessions WHERE sid = \"" + sid + "\""
    cur.execute(q)
    return jsonify(cur.fetchone())
# vulnerable: dependency
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
def filters(q: str = "", sort: str = "id"):
    return {"q": q, "sort": sort}
@app.get("/x")
def x(f: dict = Depends(filters), db=Depends(get_db)):
    return db.execute(f"SELECT * FROM t WHERE a LIKE '%{f['q']}%' ORDER BY {f['sort']}").fetchall()
# vulnerable: class-based fastapi dep
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
class Params:
    def __init__(self, q: str = "", limit: int = 10):
        self.q = q
        self.limit = limit
@app.get("/x")
def x(p: Params = Depends(), db=Depends(get_db)):
    return db.execute(f"SELECT * FROM t WHERE a = '{p.q}' LIMIT {p.limit}").fetchall()
# vulnerable: django raw connection alias
from django.db import connections
def v(request, slug):
    with connections["default"].cursor() as c:
        c.execute(f"SELECT * FROM p WHERE slug = '{slug}'")
        return c.fetchone()
# vulnerable: cassandra session
from cassandra.cluster import Cluster
session = Cluster().connect()
def find(name):
    return session.execute("SELECT * FROM u WHERE name = '%s'" % name)
# vulnerable: peewee
from peewee import SQL
from models import User
def find(name):
    return User.select().where(SQL("name = '%s'" % name))
# vulnerable: sqlalchemy literal
from sqlalchemy import literal_column, select
def find(session, col):
    return session.execute(select(literal_column("lower(" + col + ")")))
# vulnerable: snowflake/bigquery
from google.cloud import bigquery
def rows(client, country):
    query = f"SELECT * FROM `p.d.t` WHERE country = '{country}'"
    return client.query(query).result()
# harmless: bigquery
from google.cloud import bigquery
def rows(client, country):
    cfg = bigquery.QueryJobConfig(query_parameters=[bigquery.ScalarQueryParameter("c", "STRING", country)])
    return client.query("SELECT * FROM `p.d.t` WHERE country = @c", job_config=cfg).result()
# harmless: enum column
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from enum import Enum
class Sort(str, Enum):
    name = "name"
    age = "age"
@app.get("/x")
def x(sort: Sort = Sort.name):
    return db.execute(f"SELECT * FROM t ORDER BY {sort.value}")
# harmless: dict mapping
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
COLUMNS = {"name": "u.name", "age": "u.age"}
@app.get("/x")
def x(sort: str = "name"):
    try:
        column = COLUMNS[sort]
    except KeyError:
        raise HTTPException(400)
    return db.execute(f"SELECT * FROM t u ORDER BY {column}")
# harmless: helper checked
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
ALLOWED_COLUMNS = ["name", "age"]
def safe_column(value):
    if value not in ALLOWED_COLUMNS:
        raise ValueError("bad")
    return value
@app.get("/x")
def x():
    column = safe_column(request.args.get("c", "name"))
    return jsonify(db.execute(f"SELECT {column} FROM t LIMIT 5").fetchall())
# harmless: sqlalchemy orm like
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/x")
def x():
    q = request.args["q"]
    return jsonify([u.name for u in User.query.filter(User.name.like(f"%{q}%")).limit(5)])
# harmless: sqlalchemy order getattr
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
SORT = {"name": User.name}
@app.get("/x")
def x():
    return jsonify(User.query.order_by(SORT.get(request.args["s"], User.name)).all())
# vulnerable: service with logger and try
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import logging, sqlite3
log = logging.getLogger(__name__)
class OrderService:
    def __init__(self, path: str = "orders.db"):
        self._path = path
    def search(self, status: str, customer: str) -> list:
        conn = sqlite3.connect(self._path)
        try:
            cursor = conn.cursor()
            stmt = "SELECT id, total FROM orders WHERE status = '{s}' AND customer = '{c}'".format(s=status, c=customer)
            log.debug("query %s", stmt)
            cursor.execute(stmt)
            return [dict(zip(("id", "total"), row)) for row in cursor.fetchall()]
        finally:
            conn.close()
service = OrderService()
@app.get("/orders")
def orders(status: str, customer: str):
    return service.search(status, customer)
# harmless: service with logger and try
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import logging, sqlite3
class OrderService:
    def __init__(self, path: str = "orders.db"):
        self._path = path
    def search(self, status: str, customer: str) -> list:
        conn = sqlite3.connect(self._path)
        try:
            cursor = conn.cursor()
            cursor.execute("SELECT id, total FROM orders WHERE status = :s AND customer = :c", {"s": status, "c": customer})
            return cursor.fetchall()
        finally:
            conn.close()
service = OrderService()
@app.get("/orders")
def orders(status: str, customer: str):
    return service.search(status, customer)
# vulnerable: decorator wrapper
from functools import wraps
from flask import Flask, request
import sqlite3
app = Flask(__name__)
def with_cursor(f):
    @wraps(f)
    def inner(*args, **kwargs):
        with sqlite3.connect("a.db") as c:
            return f(c.cursor(), *args, **kwargs)
    return inner
@app.route("/item/<sku>")
@with_cursor
def item(cursor, sku):
    cursor.execute("SELECT * FROM item WHERE sku = '" + sku + "'")
    return {"item": cursor.fetchone()}
# harmless: f-string placeholders
import sqlite3
def bulk(conn: sqlite3.Connection, ids: list[int]):
    placeholders = ", ".join(["?"] * len(ids))
    return conn.execute(f"SELECT * FROM t WHERE id IN ({placeholders})", ids).fetchall()
# harmless: column constants
import sqlite3
COLUMNS = ("id", "name", "price")
def rows(conn, minimum):
    cols = ", ".join(COLUMNS)
    return conn.execute(f"SELECT {cols} FROM product WHERE price > ?", (minimum,)).fetchall()
# harmless: getattr column
from sqlalchemy import select, asc, desc
from models import Product
def list_products(session, sort, direction):
    columns = {"name": Product.name, "price": Product.price}
    order = desc if direction == "desc" else asc
    stmt = select(Product).order_by(order(columns.get(sort, Product.name)))
    return session.scalars(stmt).all()
# harmless: composed join map
from psycopg import sql
def rows(conn, table, cols):
    q = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(map(sql.Identifier, cols)), sql.Identifier(table))
    return conn.execute(q).fetchall()
# harmless: composed join comprehension
from psycopg2 import sql
def rows(cur, table, cols):
    q = sql.SQL("SELECT {fields} FROM {table}").format(fields=sql.SQL(",").join([sql.Identifier(c) for c in cols]), table=sql.Identifier(table))
    cur.execute(q)
# harmless: fallback assignment
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.get("/x")
def x():
    sort = request.args.get("sort", "name")
    if sort not in ("name", "age"):
        sort = "name"
    return jsonify(db.execute(f"SELECT * FROM t ORDER BY {sort}").fetchmany(5))
# harmless: next generator
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
COLS = ["name", "age"]
@app.get("/x")
def x():
    sort = next((c for c in COLS if c == request.args.get("sort")), "name")
    return jsonify(db.execute(f"SELECT * FROM t ORDER BY {sort}").fetchmany(5))
# harmless: assert
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
@app.get("/x")
def x(sort: str):
    assert sort in {"a", "b"}
    return db.execute(f"SELECT * FROM t ORDER BY {sort}").fetchmany(3)
# harmless: list filter
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
FIELDS = {"a", "b"}
@app.get("/x")
def x(fields: str = "a"):
    chosen = [f for f in fields.split(",") if f in FIELDS] or ["a"]
    return db.execute(f"SELECT {', '.join(chosen)} FROM t").fetchmany(3)
# harmless: all in
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
FIELDS = {"a", "b"}
@app.get("/x")
def x(fields: str = "a"):
    chosen = fields.split(",")
    if not all(f in FIELDS for f in chosen):
        raise HTTPException(400)
    return db.execute(f"SELECT {', '.join(chosen)} FROM t").fetchmany(3)
# harmless: bindparam
from sqlalchemy import text, bindparam
def rows(session, ids):
    stmt = text("SELECT * FROM t WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
    return session.execute(stmt, {"ids": ids}).all()
# harmless: literal type
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
from typing import Literal
@app.get("/x")
def x(order: Literal["asc", "desc"] = "asc"):
    return db.execute(f"SELECT * FROM t ORDER BY id {order}").fetchmany(3)
# harmless: bool flag
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
@app.get("/x")
def x(active: bool = True, since: date = None):
    where = "active = 1" if active else "1 = 1"
    return db.execute(f"SELECT * FROM t WHERE {where}").fetchmany(3)
# vulnerable: search builder fn
def build(term, category=None):
    sql = "SELECT id FROM product WHERE name ILIKE '%" + term + "%'"
    if category is not None:
        sql = f"{sql} AND category = '{category}'"
    return sql
def search(conn, term, category=None):
    cur = conn.cursor()
    cur.execute(build(term, category))
    return cur.fetchall()
# vulnerable: async repo
class Users:
    def __init__(self, pool):
        self.pool = pool
    async def rename(self, user_id: int, name: str) -> None:
        async with self.pool.acquire() as con:
            await con.execute(f"UPDATE users SET name = '{name}' WHERE id = {user_id}")
# vulnerable: delete many
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.delete("/t")
def t():
    ids = request.json["ids"]
    db.session.execute(text(f"DELETE FROM t WHERE id IN ({','.join(map(str, ids))})"))
    return "", 204
