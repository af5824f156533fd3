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
