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
