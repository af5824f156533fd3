# pair: flask f-string in a helper
# vulnerable
import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)


def find_users(name):
    connection = sqlite3.connect("shop.db")
    return connection.execute(f"SELECT id, name FROM users WHERE name = '{name}'").fetchall()


@app.get("/users")
def users():
    return jsonify(find_users(request.args.get("name", "")))
# fixed
import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)


def find_users(name):
    connection = sqlite3.connect("shop.db")
    return connection.execute("SELECT id, name FROM users WHERE name = ?", (name,)).fetchall()


@app.get("/users")
def users():
    return jsonify(find_users(request.args.get("name", "")))
# pair: repository class with percent
# vulnerable
import psycopg2


class OrderRepository:
    def __init__(self, dsn):
        self.connection = psycopg2.connect(dsn)

    def by_customer(self, customer):
        query = "SELECT * FROM orders WHERE customer = '%s' AND state <> 'void'" % customer
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchmany(100)
# fixed
import psycopg2


class OrderRepository:
    def __init__(self, dsn):
        self.connection = psycopg2.connect(dsn)

    def by_customer(self, customer):
        query = "SELECT * FROM orders WHERE customer = %s AND state <> 'void'"
        with self.connection.cursor() as cursor:
            cursor.execute(query, (customer,))
            return cursor.fetchmany(100)
# pair: fastapi text with a sort column
# vulnerable
from fastapi import Depends, FastAPI
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Session

from app.database import get_session

app = FastAPI()


@app.get("/products")
def products(sort: str = "name", session: Session = Depends(get_session)):
    statement = sql_text("SELECT id, name FROM products ORDER BY " + sort)
    return session.execute(statement).mappings().all()
# fixed
from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Session

from app.database import get_session

app = FastAPI()
SORTABLE = frozenset({"name", "price", "created_at"})


@app.get("/products")
def products(sort: str = "name", session: Session = Depends(get_session)):
    if sort not in SORTABLE:
        raise HTTPException(422, "unknown column")
    statement = sql_text("SELECT id, name FROM products ORDER BY " + sort)
    return session.execute(statement).mappings().all()
# pair: django raw with format
# vulnerable
from django.http import JsonResponse

from shop.models import Book


def search(request):
    term = request.GET["q"]
    books = Book.objects.raw("SELECT * FROM shop_book WHERE title LIKE '%{}%'".format(term))
    return JsonResponse({"books": [book.title for book in books]})
# fixed
from django.http import JsonResponse

from shop.models import Book


def search(request):
    term = request.GET["q"]
    books = Book.objects.raw("SELECT * FROM shop_book WHERE title LIKE %s", [f"%{term}%"])
    return JsonResponse({"books": [book.title for book in books]})
# pair: asyncpg with joined conditions
# vulnerable
from aiohttp import web


async def events(request: web.Request) -> web.Response:
    conditions = ["deleted_at IS NULL"]
    if "city" in request.query:
        conditions.append("city = '" + request.query["city"] + "'")
    async with request.app["pool"].acquire() as connection:
        rows = await connection.fetch("SELECT id, title FROM events WHERE " + " AND ".join(conditions))
    return web.json_response([dict(row) for row in rows])
# fixed
from aiohttp import web


async def events(request: web.Request) -> web.Response:
    conditions = ["deleted_at IS NULL"]
    values = []
    if "city" in request.query:
        values.append(request.query["city"])
        conditions.append(f"city = ${len(values)}")
    async with request.app["pool"].acquire() as connection:
        rows = await connection.fetch("SELECT id, title FROM events WHERE " + " AND ".join(conditions), *values)
    return web.json_response([dict(row) for row in rows])
# pair: table name from the path, checked through a mapping
# vulnerable
from fastapi import APIRouter

from app.database import database

router = APIRouter()


@router.get("/export/{table}")
async def export(table: str):
    query = f"SELECT * FROM {table} LIMIT 1000"
    return await database.fetch_all(query=query)
# fixed
from fastapi import APIRouter, HTTPException

from app.database import database

router = APIRouter()
TABLES = {"customers": "customer", "orders": "sales_order"}


@router.get("/export/{table}")
async def export(table: str):
    name = TABLES.get(table)
    if name is None:
        raise HTTPException(status_code=404)
    query = f"SELECT * FROM {name} LIMIT 1000"
    return await database.fetch_all(query=query)
# pair: augmented statement on the command line
# vulnerable
import sqlite3
import sys


def main():
    cursor = sqlite3.connect("log.db").cursor()
    statement = "SELECT message FROM log"
    if len(sys.argv) > 1:
        statement += " WHERE level = '" + sys.argv[1] + "'"
    for row in cursor.execute(statement):
        print(row[0])


if __name__ == "__main__":
    main()
# fixed
import sqlite3
import sys


def main():
    cursor = sqlite3.connect("log.db").cursor()
    statement = "SELECT message FROM log"
    values = ()
    if len(sys.argv) > 1:
        statement += " WHERE level = ?"
        values = (sys.argv[1],)
    for row in cursor.execute(statement, values):
        print(row[0])


if __name__ == "__main__":
    main()
# pair: number from the query and a list of marks
# vulnerable
from flask import Blueprint, g, jsonify, request

bp = Blueprint("items", __name__)


@bp.route("/items")
def items():
    ids = request.args.getlist("id")
    limit = request.args.get("limit", "20")
    sql = "SELECT * FROM items WHERE id IN ({}) LIMIT {}".format(",".join(ids), limit)
    return jsonify([dict(row) for row in g.db.execute(sql)])
# fixed
from flask import Blueprint, g, jsonify, request

bp = Blueprint("items", __name__)


@bp.route("/items")
def items():
    ids = request.args.getlist("id")
    limit = min(int(request.args.get("limit", "20")), 100)
    marks = ",".join("?" for _ in ids)
    sql = "SELECT * FROM items WHERE id IN ({}) LIMIT {}".format(marks, limit)
    return jsonify([dict(row) for row in g.db.execute(sql, ids)])
# pair: async session with an f-string statement
# vulnerable
from typing import Annotated

from fastapi import Depends, FastAPI, Query
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import get_session

app = FastAPI()
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@app.get("/customers")
async def customers(session: SessionDep, search: Annotated[str, Query(min_length=1)]):
    result = await session.execute(text(f"SELECT * FROM customer WHERE email LIKE '%{search}%'"))
    return result.mappings().all()
# fixed
from typing import Annotated

from fastapi import Depends, FastAPI, Query
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import get_session

app = FastAPI()
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@app.get("/customers")
async def customers(session: SessionDep, search: Annotated[str, Query(min_length=1)]):
    result = await session.execute(text("SELECT * FROM customer WHERE email LIKE :pattern"), {"pattern": f"%{search}%"})
    return result.mappings().all()
# pair: order direction through an enum
# vulnerable
from flask import Flask, jsonify, request

from db import get_connection

app = Flask(__name__)


@app.route("/logs")
def logs():
    direction = request.args.get("direction", default="asc")
    connection = get_connection()
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM logs ORDER BY created_at {}".format(direction))
    return jsonify(cursor.fetchall())
# fixed
from flask import Flask, jsonify, request

from db import get_connection

app = Flask(__name__)


@app.route("/logs")
def logs():
    direction = "DESC" if request.args.get("direction", default="asc").lower() == "desc" else "ASC"
    connection = get_connection()
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM logs ORDER BY created_at {}".format(direction))
    return jsonify(cursor.fetchall())
# pair: builder method in a class
# vulnerable
import sqlite3


class UserStore:
    def __init__(self, path):
        self._db = sqlite3.connect(path)

    def _where(self, filters):
        return " AND ".join(f"{key} = '{value}'" for key, value in filters.items())

    def find(self, filters):
        return self._db.execute("SELECT * FROM users WHERE " + self._where(filters)).fetchall()
# fixed
import sqlite3


class UserStore:
    COLUMNS = {"name", "email"}

    def __init__(self, path):
        self._db = sqlite3.connect(path)

    def _where(self, filters):
        unknown = set(filters) - self.COLUMNS
        if unknown:
            raise ValueError(f"unknown columns: {unknown}")
        return " AND ".join(f"{key} = ?" for key in filters)

    def find(self, filters):
        return self._db.execute("SELECT * FROM users WHERE " + self._where(filters), tuple(filters.values())).fetchall()
# pair: django connection cursor
# vulnerable
from django.db import connection
from django.http import JsonResponse
from django.views import View


class Report(View):
    def get(self, request, *args, **kwargs):
        year = request.GET.get("year")
        with connection.cursor() as cursor:
            cursor.execute("SELECT total FROM report WHERE year = %s" % year)
            rows = cursor.fetchall()
        return JsonResponse({"rows": rows})
# fixed
from django.db import connection
from django.http import JsonResponse
from django.views import View


class Report(View):
    def get(self, request, *args, **kwargs):
        year = request.GET.get("year")
        with connection.cursor() as cursor:
            cursor.execute("SELECT total FROM report WHERE year = %s", [year])
            rows = cursor.fetchall()
        return JsonResponse({"rows": rows})
# pair: psycopg identifiers
# vulnerable
import psycopg
from fastapi import APIRouter

router = APIRouter()


@router.get("/count/{table}")
def count(table: str) -> dict[str, int]:
    with psycopg.connect("dbname=shop") as conn:
        row = conn.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    return {"count": row[0]}
# fixed
import psycopg
from fastapi import APIRouter
from psycopg import sql

router = APIRouter()


@router.get("/count/{table}")
def count(table: str) -> dict[str, int]:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    with psycopg.connect("dbname=shop") as conn:
        row = conn.execute(query).fetchone()
    return {"count": row[0]}
# pair: sqlalchemy core instead of text
# vulnerable
from flask import request
from sqlalchemy import text

from app import app, db


@app.post("/delete")
def delete():
    name = request.form["name"]
    db.session.execute(text("DELETE FROM users WHERE name = '" + name + "'"))
    db.session.commit()
    return {"ok": True}
# fixed
from flask import request
from sqlalchemy import delete as sql_delete

from app import User, app, db


@app.post("/delete")
def delete():
    name = request.form["name"]
    db.session.execute(sql_delete(User).where(User.name == name))
    db.session.commit()
    return {"ok": True}
# pair: pandas
# vulnerable
import pandas as pd


def sales_of(region, engine):
    query = f"""
        SELECT day, sum(amount) AS amount
        FROM sales
        WHERE region = '{region}'
        GROUP BY day
    """
    return pd.read_sql(query, engine)
# fixed
import pandas as pd
from sqlalchemy import text


def sales_of(region, engine):
    query = text("""
        SELECT day, sum(amount) AS amount
        FROM sales
        WHERE region = :region
        GROUP BY day
    """)
    return pd.read_sql(query, engine, params={"region": region})
# pair: insert of a dictionary
# vulnerable
import sqlite3


def insert_event(conn: sqlite3.Connection, event: dict) -> None:
    columns = ", ".join(event)
    values = ", ".join(f"'{v}'" for v in event.values())
    conn.execute(f"INSERT INTO events ({columns}) VALUES ({values})")
    conn.commit()
# fixed
import sqlite3

FIELDS = ("kind", "payload")


def insert_event(conn: sqlite3.Connection, event: dict) -> None:
    columns = ", ".join(FIELDS)
    marks = ", ".join("?" * len(FIELDS))
    conn.execute(f"INSERT INTO events ({columns}) VALUES ({marks})", [event[field] for field in FIELDS])
    conn.commit()
# pair: delete many
# vulnerable
import sqlite3
from collections.abc import Iterable


def remove_tags(connection: sqlite3.Connection, names: Iterable[str]) -> int:
    """Delete the tags with these names, and say how many there were."""
    names = list(names)
    quoted = ", ".join("'" + name + "'" for name in names)
    cursor = connection.execute("DELETE FROM tags WHERE name IN (" + quoted + ")")
    connection.commit()
    return cursor.rowcount
# fixed
import sqlite3
from collections.abc import Iterable


def remove_tags(connection: sqlite3.Connection, names: Iterable[str]) -> int:
    """Delete the tags with these names, and say how many there were."""
    names = list(names)
    marks = ", ".join("?" for _ in names)
    cursor = connection.execute("DELETE FROM tags WHERE name IN (" + marks + ")", names)
    connection.commit()
    return cursor.rowcount
# pair: duckdb csv search
# vulnerable
import duckdb
from fastapi import FastAPI

app = FastAPI(title="Sales explorer")
con = duckdb.connect("sales.duckdb", read_only=True)


def escape(term: str) -> str:
    return term.strip().lower()


@app.get("/search")
def search(term: str, limit: int = 20):
    needle = escape(term)
    found = con.sql(f"SELECT * FROM sales WHERE lower(product) = '{needle}' LIMIT {limit}")
    return found.fetchall()
# fixed
import duckdb
from fastapi import FastAPI

app = FastAPI(title="Sales explorer")
con = duckdb.connect("sales.duckdb", read_only=True)


def escape(term: str) -> str:
    return term.strip().lower()


@app.get("/search")
def search(term: str, limit: int = 20):
    needle = escape(term)
    found = con.execute("SELECT * FROM sales WHERE lower(product) = ? LIMIT ?", [needle, limit])
    return found.fetchall()
# pair: fastapi filter builder
# vulnerable
"""Orders API with optional filters."""
import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI, Query

app = FastAPI()


def get_db():
    db = sqlite3.connect("orders.db", timeout=5)
    try:
        yield db
    finally:
        db.close()


Db = Annotated[sqlite3.Connection, Depends(get_db)]


@app.get("/orders")
def list_orders(db: Db, status: str | None = None, customer: Annotated[str | None, Query()] = None):
    clauses = []
    if status:
        clauses.append(f"status = '{status}'")
    if customer:
        clauses.append("customer LIKE '%" + customer + "%'")
    query = "SELECT id, customer, status FROM orders"
    if clauses:
        query += " WHERE " + " AND ".join(clauses)
    return [dict(zip(("id", "customer", "status"), row)) for row in db.execute(query)]
# fixed
"""Orders API with optional filters."""
import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI, Query

app = FastAPI()


def get_db():
    db = sqlite3.connect("orders.db", timeout=5)
    try:
        yield db
    finally:
        db.close()


Db = Annotated[sqlite3.Connection, Depends(get_db)]


@app.get("/orders")
def list_orders(db: Db, status: str | None = None, customer: Annotated[str | None, Query()] = None):
    clauses = []
    values = []
    if status:
        clauses.append("status = ?")
        values.append(status)
    if customer:
        clauses.append("customer LIKE ?")
        values.append(f"%{customer}%")
    query = "SELECT id, customer, status FROM orders"
    if clauses:
        query += " WHERE " + " AND ".join(clauses)
    return [dict(zip(("id", "customer", "status"), row)) for row in db.execute(query, values)]
# pair: flask sort column
# vulnerable
from flask import Flask, jsonify, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine("sqlite:///catalogue.db")


@app.route("/products")
def products():
    order = request.args.get("sort", "name")
    statement = text("SELECT id, name, price_cents FROM products ORDER BY {}".format(order))
    with engine.connect() as connection:
        rows = connection.execute(statement).mappings().all()
    return jsonify([dict(row) for row in rows])
# fixed
from flask import Flask, jsonify, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine("sqlite:///catalogue.db")
SORTABLE = {"name": "name", "price": "price_cents", "newest": "created_at DESC"}


@app.route("/products")
def products():
    order = SORTABLE.get(request.args.get("sort", "name"), "name")
    statement = text("SELECT id, name, price_cents FROM products ORDER BY {}".format(order))
    with engine.connect() as connection:
        rows = connection.execute(statement).mappings().all()
    return jsonify([dict(row) for row in rows])
# pair: login script
# vulnerable
#!/usr/bin/env python3
"""Ask for a user name and a password and greet the person."""
import getpass
import hashlib
import os
import sqlite3


def find(user):
    conn = sqlite3.connect(os.path.expanduser("~/.greeter.db"))
    cur = conn.cursor()
    q = "select salt, digest from people where login = '" + user + "'"
    cur.execute(q)
    return cur.fetchone()


def main():
    user = input("user: ")
    row = find(user)
    if row is None:
        print("unknown")
        return
    salt, digest = row
    tried = hashlib.scrypt(getpass.getpass().encode(), salt=salt, n=2**14, r=8, p=1)
    print("welcome" if tried == digest else "wrong password")


if __name__ == "__main__":
    main()
# fixed
#!/usr/bin/env python3
"""Ask for a user name and a password and greet the person."""
import getpass
import hashlib
import os
import sqlite3


def find(user):
    conn = sqlite3.connect(os.path.expanduser("~/.greeter.db"))
    cur = conn.cursor()
    q = "select salt, digest from people where login = :login"
    cur.execute(q, {"login": user})
    return cur.fetchone()


def main():
    user = input("user: ")
    row = find(user)
    if row is None:
        print("unknown")
        return
    salt, digest = row
    tried = hashlib.scrypt(getpass.getpass().encode(), salt=salt, n=2**14, r=8, p=1)
    print("welcome" if tried == digest else "wrong password")


if __name__ == "__main__":
    main()
# pair: pandas read sql
# vulnerable
import pandas as pd
from flask import Blueprint, request
from sqlalchemy import create_engine

bp = Blueprint("metrics", __name__)
ENGINE = create_engine("postgresql+psycopg://localhost/metrics")


@bp.get("/metrics/daily")
def daily():
    region = request.args["region"]
    sql = """
        SELECT day, sum(amount) AS total
        FROM sales
        WHERE region = '%(region)s'
        GROUP BY day
    """ % {"region": region}
    frame = pd.read_sql(sql, ENGINE)
    return frame.to_json(orient="records")
# fixed
import pandas as pd
from flask import Blueprint, request
from sqlalchemy import create_engine
from sqlalchemy import text

bp = Blueprint("metrics", __name__)
ENGINE = create_engine("postgresql+psycopg://localhost/metrics")


@bp.get("/metrics/daily")
def daily():
    region = request.args["region"]
    sql = text("SELECT day, sum(amount) AS total FROM sales WHERE region = :region GROUP BY day")
    frame = pd.read_sql(sql, ENGINE, params={"region": region})
    return frame.to_json(orient="records")
# pair: psycopg async
# vulnerable
import psycopg
from fastapi import APIRouter, Request

router = APIRouter(prefix="/reports")


@router.get("/{table}")
async def dump_table(table: str, request: Request):
    """First hundred rows of one of the reporting tables."""
    async with await psycopg.AsyncConnection.connect(request.app.state.dsn) as conn:
        async with conn.cursor() as cur:
            await cur.execute(f"SELECT * FROM reporting.{table} LIMIT 100")
            return await cur.fetchall()
# fixed
import psycopg
from psycopg import sql
from fastapi import APIRouter, Request

router = APIRouter(prefix="/reports")


@router.get("/{table}")
async def dump_table(table: str, request: Request):
    """First hundred rows of one of the reporting tables."""
    async with await psycopg.AsyncConnection.connect(request.app.state.dsn) as conn:
        async with conn.cursor() as cur:
            await cur.execute(
                sql.SQL("SELECT * FROM {} LIMIT 100").format(sql.Identifier("reporting", table))
            )
            return await cur.fetchall()
# pair: repository class
# vulnerable
"""Data access for the staff directory."""
import sqlite3 as sql
from dataclasses import dataclass


@dataclass
class Employee:
    id: int
    name: str
    team: str


class EmployeeRepository:
    def __init__(self, path: str) -> None:
        self._connection = sql.connect(path)

    def _fetch(self, statement, parameters=()):
        cursor = self._connection.cursor()
        cursor.execute(statement, parameters)
        return [Employee(*row) for row in cursor.fetchall()]

    def by_team(self, team: str) -> list[Employee]:
        return self._fetch("SELECT id, name, team FROM employees WHERE team = '%s'" % team)

    def everyone(self) -> list[Employee]:
        return self._fetch("SELECT id, name, team FROM employees")
# fixed
"""Data access for the staff directory."""
import sqlite3 as sql
from dataclasses import dataclass


@dataclass
class Employee:
    id: int
    name: str
    team: str


class EmployeeRepository:
    def __init__(self, path: str) -> None:
        self._connection = sql.connect(path)

    def _fetch(self, statement, parameters=()):
        cursor = self._connection.cursor()
        cursor.execute(statement, parameters)
        return [Employee(*row) for row in cursor.fetchall()]

    def by_team(self, team: str) -> list[Employee]:
        return self._fetch("SELECT id, name, team FROM employees WHERE team = ?", (team,))

    def everyone(self) -> list[Employee]:
        return self._fetch("SELECT id, name, team FROM employees")
# pair: sqlalchemy session service
# vulnerable
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from .models import Invoice


class InvoiceService:
    def __init__(self, session: Session):
        self.session = session

    def search(self, number: str, minimum: int = 0):
        condition = text("number LIKE '{0}%' AND amount >= {1}".format(number, minimum))
        return self.session.scalars(select(Invoice).where(condition)).all()

    def count(self) -> int:
        return self.session.scalar(text("SELECT count(*) FROM invoice"))
# fixed
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from .models import Invoice


class InvoiceService:
    def __init__(self, session: Session):
        self.session = session

    def search(self, number: str, minimum: int = 0):
        condition = Invoice.number.startswith(number, autoescape=True) & (Invoice.amount >= minimum)
        return self.session.scalars(select(Invoice).where(condition)).all()

    def count(self) -> int:
        return self.session.scalar(text("SELECT count(*) FROM invoice"))
# pair: aiosqlite match
# vulnerable
import aiosqlite
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def stream(socket: WebSocket):
    await socket.accept()
    async with aiosqlite.connect("feed.db") as db:
        while True:
            message = await socket.receive_json()
            match message:
                case {"kind": "find", "word": word}:
                    cursor = await db.execute(f"select body from post where body like '%{word}%'")
                    await socket.send_json([row[0] for row in await cursor.fetchall()])
                case _:
                    await socket.close()
                    return
# fixed
import aiosqlite
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def stream(socket: WebSocket):
    await socket.accept()
    async with aiosqlite.connect("feed.db") as db:
        while True:
            message = await socket.receive_json()
            match message:
                case {"kind": "find", "word": word}:
                    cursor = await db.execute("select body from post where body like ?", (f"%{word}%",))
                    await socket.send_json([row[0] for row in await cursor.fetchall()])
                case _:
                    await socket.close()
                    return
# pair: asyncpg update fields
# vulnerable
import asyncpg
from fastapi import Body, Depends, FastAPI

app = FastAPI()


async def pool() -> asyncpg.Pool:
    return app.state.pool


@app.patch("/people/{person_id}")
async def patch(person_id: int, changes: dict = Body(), pool: asyncpg.Pool = Depends(pool)):
    fields = ", ".join(f"{key} = ${i}" for i, key in enumerate(changes, start=2))
    await pool.execute(f"UPDATE person SET {fields} WHERE id = $1", person_id, *changes.values())
    return {"changed": sorted(changes)}
# fixed
import asyncpg
from fastapi import Body, Depends, FastAPI

app = FastAPI()
EDITABLE = {"name", "phone", "city"}


async def pool() -> asyncpg.Pool:
    return app.state.pool


@app.patch("/people/{person_id}")
async def patch(person_id: int, changes: dict = Body(), pool: asyncpg.Pool = Depends(pool)):
    changes = {key: value for key, value in changes.items() if key in EDITABLE}
    fields = ", ".join(f"{key} = ${i}" for i, key in enumerate(changes, start=2))
    await pool.execute(f"UPDATE person SET {fields} WHERE id = $1", person_id, *changes.values())
    return {"changed": sorted(changes)}
# pair: builder class
# vulnerable
import sqlite3


class Query:
    """Builds one SELECT step by step."""

    def __init__(self, table):
        self.table = table
        self.parts = []

    def where(self, column, value):
        if column not in ("name", "city"):
            raise ValueError(column)
        self.parts.append("%s = '%s'" % (column, value))
        return self

    def run(self, db: sqlite3.Connection):
        text = "SELECT * FROM person"
        if self.parts:
            text += " WHERE " + " AND ".join(self.parts)
        return db.execute(text).fetchall()


def find(db, city):
    return Query("person").where("city", city).run(db)
# fixed
import sqlite3


class Query:
    """Builds one SELECT step by step."""

    def __init__(self, table):
        self.table = table
        self.parts = []
        self.values = []

    def where(self, column, value):
        if column not in ("name", "city"):
            raise ValueError(column)
        self.parts.append("%s = ?" % column)
        self.values.append(value)
        return self

    def run(self, db: sqlite3.Connection):
        text = "SELECT * FROM person"
        if self.parts:
            text += " WHERE " + " AND ".join(self.parts)
        return db.execute(text, self.values).fetchall()


def find(db, city):
    return Query("person").where("city", city).run(db)
# pair: django raw
# vulnerable
from django.http import JsonResponse
from django.views import View

from .models import Ticket


class TicketSearch(View):
    def get(self, request):
        owner = request.GET.get("owner", "")
        found = Ticket.objects.raw("SELECT * FROM tickets_ticket WHERE owner = '%s'" % owner)
        return JsonResponse({"tickets": [t.title for t in found]})
# fixed
from django.http import JsonResponse
from django.views import View

from .models import Ticket


class TicketSearch(View):
    def get(self, request):
        owner = request.GET.get("owner", "")
        found = Ticket.objects.raw("SELECT * FROM tickets_ticket WHERE owner = %s", [owner])
        return JsonResponse({"tickets": [t.title for t in found]})
# pair: executescript import
# vulnerable
import csv
import sqlite3
import sys


def load(csv_path: str, db_path: str) -> None:
    with open(csv_path, newline="") as source, sqlite3.connect(db_path) as db:
        reader = csv.DictReader(source)
        statements = []
        for row in reader:
            statements.append(f"INSERT INTO guest(name, mail) VALUES('{row['name']}', '{row['mail']}');")
        db.executescript("\n".join(statements))


if __name__ == "__main__":
    load(*sys.argv[1:3])
# fixed
import csv
import sqlite3
import sys


def load(csv_path: str, db_path: str) -> None:
    with open(csv_path, newline="") as source, sqlite3.connect(db_path) as db:
        reader = csv.DictReader(source)
        db.executemany("INSERT INTO guest(name, mail) VALUES(:name, :mail)", reader)


if __name__ == "__main__":
    load(*sys.argv[1:3])
# pair: mysql cursor template
# vulnerable
import os
import mysql.connector
from bottle import Bottle, request
from string import Template

app = Bottle()
QUERY = Template("SELECT id, title FROM book WHERE author = '$author' AND year > $year")


def db():
    return mysql.connector.connect(host="localhost", user="web", password=os.environ["DB_PASSWORD"])


@app.get("/books")
def books():
    connection = db()
    cursor = connection.cursor(dictionary=True)
    author, year = request.query.author, request.query.year
    cursor.execute(QUERY.substitute(author=author, year=year))
    return {"books": cursor.fetchall()}
# fixed
import os
import mysql.connector
from bottle import Bottle, request
from string import Template

app = Bottle()
QUERY = "SELECT id, title FROM book WHERE author = %s AND year > %s"


def db():
    return mysql.connector.connect(host="localhost", user="web", password=os.environ["DB_PASSWORD"])


@app.get("/books")
def books():
    connection = db()
    cursor = connection.cursor(dictionary=True)
    author, year = request.query.author, request.query.year
    cursor.execute(QUERY, (author, int(year)))
    return {"books": cursor.fetchall()}
# pair: cached query decorator
# vulnerable
import functools
import psycopg2


def cached(function):
    memory = {}

    @functools.wraps(function)
    def call(*args):
        if args not in memory:
            memory[args] = function(*args)
        return memory[args]

    return call


@cached
def country_of(code):
    connection = psycopg2.connect("dbname=geo", connect_timeout=3)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT name FROM country WHERE code = '" + code + "'")
        return cursor.fetchone()
# fixed
import functools
import psycopg2


def cached(function):
    memory = {}

    @functools.wraps(function)
    def call(*args):
        if args not in memory:
            memory[args] = function(*args)
        return memory[args]

    return call


@cached
def country_of(code):
    connection = psycopg2.connect("dbname=geo", connect_timeout=3)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT name FROM country WHERE code = %s", [code])
        return cursor.fetchone()
# pair: cli argparse format map
# vulnerable
import argparse
import sqlite3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--city", required=True)
    parser.add_argument("--db", default="weather.db")
    options = vars(parser.parse_args())
    with sqlite3.connect(options["db"]) as con:
        sql = "select day, high from reading where city = '{city}' order by day".format_map(options)
        for row in con.execute(sql):
            print(*row, sep="\t")


main()
# fixed
import argparse
import sqlite3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--city", required=True)
    parser.add_argument("--db", default="weather.db")
    options = vars(parser.parse_args())
    with sqlite3.connect(options["db"]) as con:
        sql = "select day, high from reading where city = :city order by day"
        for row in con.execute(sql, {"city": options["city"]}):
            print(*row, sep="\t")


main()
# pair: flask sqlalchemy text
# vulnerable
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

app = Flask(__name__)
db = SQLAlchemy(app)


@app.get("/api/users")
def users():
    role = request.args.get("role", "member")
    rows = db.session.execute(text(f"SELECT name FROM user WHERE role = '{role}'"))
    return {"users": [name for (name,) in rows]}
# fixed
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

app = Flask(__name__)
db = SQLAlchemy(app)


@app.get("/api/users")
def users():
    role = request.args.get("role", "member")
    rows = db.session.execute(text("SELECT name FROM user WHERE role = :role"), {"role": role})
    return {"users": [name for (name,) in rows]}
# pair: search service layers
# vulnerable
"""Three layers: route, service, repository."""
from fastapi import APIRouter, Depends, Request
import sqlite3

router = APIRouter()


class BookRepository:
    def __init__(self, connection: sqlite3.Connection):
        self.connection = connection

    def find(self, where: str, args: tuple = ()):
        return self.connection.execute("SELECT id, title FROM book WHERE " + where, args).fetchall()


class BookService:
    def __init__(self, repository: BookRepository):
        self.repository = repository

    def by_author(self, author: str):
        return self.repository.find(f"author = '{author}'")


def service(request: Request) -> BookService:
    return BookService(BookRepository(request.app.state.db))


@router.get("/books")
def books(author: str, books: BookService = Depends(service)):
    return [{"id": key, "title": title} for key, title in books.by_author(author)]
# fixed
"""Three layers: route, service, repository."""
from fastapi import APIRouter, Depends, Request
import sqlite3

router = APIRouter()


class BookRepository:
    def __init__(self, connection: sqlite3.Connection):
        self.connection = connection

    def find(self, where: str, args: tuple = ()):
        return self.connection.execute("SELECT id, title FROM book WHERE " + where, args).fetchall()


class BookService:
    def __init__(self, repository: BookRepository):
        self.repository = repository

    def by_author(self, author: str):
        return self.repository.find("author = ?", (author,))


def service(request: Request) -> BookService:
    return BookService(BookRepository(request.app.state.db))


@router.get("/books")
def books(author: str, books: BookService = Depends(service)):
    return [{"id": key, "title": title} for key, title in books.by_author(author)]
# pair: duckdb parquet route
# vulnerable
import duckdb
from fastapi import FastAPI

app = FastAPI()


@app.get("/total")
def total(by: str = "year"):
    rel = duckdb.query(f"SELECT {by}, sum(value) AS total FROM 'emissions.parquet' GROUP BY {by}")
    return rel.df().to_dict("records")
# fixed
import duckdb
from fastapi import FastAPI

app = FastAPI()
COLUMNS = {"year", "country", "sector"}


@app.get("/total")
def total(by: str = "year"):
    if by not in COLUMNS:
        by = "year"
    rel = duckdb.query(f"SELECT {by}, sum(value) AS total FROM 'emissions.parquet' GROUP BY {by}")
    return rel.df().to_dict("records")
# pair: loop conditions
# vulnerable
import sqlite3
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.get("/shoes")
def shoes():
    wheres, values = [], []
    for field, value in request.args.items():
        wheres.append(f"{field} = ?")
        values.append(value)
    sql = "SELECT * FROM shoe" + (" WHERE " + " AND ".join(wheres) if wheres else "")
    with sqlite3.connect("shoes.db") as db:
        return jsonify(db.execute(sql, values).fetchall())
# fixed
import sqlite3
from flask import Flask, jsonify, request

app = Flask(__name__)
FIELDS = ("brand", "colour", "size")


@app.get("/shoes")
def shoes():
    wheres, values = [], []
    for field in FIELDS:
        if field in request.args:
            wheres.append(f"{field} = ?")
            values.append(request.args[field])
    sql = "SELECT * FROM shoe" + (" WHERE " + " AND ".join(wheres) if wheres else "")
    with sqlite3.connect("shoes.db") as db:
        return jsonify(db.execute(sql, values).fetchall())
