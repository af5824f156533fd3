# pair: flask run
# vulnerable
from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=5000, debug=True)
# fixed
import os

from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=5000, debug=os.environ.get("FLASK_DEBUG") == "1")
# pair: fastapi
# vulnerable
from fastapi import FastAPI as Application

app = Application(title="Shop", debug=True)


@app.get("/")
def index():
    return {"ok": True}
# fixed
from fastapi import FastAPI as Application

app = Application(title="Shop")


@app.get("/")
def index():
    return {"ok": True}
# pair: django settings
# vulnerable
import os

DEBUG = True
ALLOWED_HOSTS = ["shop.example.com"]
SECRET_KEY = os.environ["SECRET_KEY"]
# fixed
import os

DEBUG = os.environ.get("DJANGO_DEBUG", "false").lower() == "true"
ALLOWED_HOSTS = ["shop.example.com"]
SECRET_KEY = os.environ["SECRET_KEY"]
# pair: configuration of an app factory
# vulnerable
from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config.update(DEBUG=True, TESTING=False)
    return app
# fixed
from flask import Flask


def create_app(settings):
    app = Flask(__name__)
    app.config.update(DEBUG=settings.debug, TESTING=False)
    return app
# pair: reloading server
# vulnerable
import uvicorn

if __name__ == "__main__":
    uvicorn.run("shop.main:app", host="0.0.0.0", port=8000, reload=True)
# fixed
import uvicorn

if __name__ == "__main__":
    uvicorn.run("shop.main:app", host="0.0.0.0", port=8000, workers=4)
# pair: variable and attribute
# vulnerable
from starlette.applications import Starlette

DEVELOPMENT = True
app = Starlette()
app.debug = DEVELOPMENT
# fixed
from starlette.applications import Starlette

DEVELOPMENT = False
app = Starlette()
app.debug = DEVELOPMENT
# pair: class of settings
# vulnerable
class ProductionConfig:
    DEBUG = True
    SQLALCHEMY_ECHO = False


def configure(app):
    app.config.from_object(ProductionConfig)
# fixed
class ProductionConfig:
    DEBUG = False
    SQLALCHEMY_ECHO = False


def configure(app):
    app.config.from_object(ProductionConfig)
# pair: config key
# vulnerable
from flask import Flask

app = Flask(__name__)
app.config["DEBUG"] = True
# fixed
from flask import Flask

app = Flask(__name__)
app.config["DEBUG"] = False
# pair: on unless told otherwise
# vulnerable
import os

from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(debug=os.getenv("APP_DEBUG", "true").lower() == "true")
# fixed
import os

from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(debug=os.getenv("APP_DEBUG", "false").lower() == "true")
# pair: main function
# vulnerable
import uvicorn
from fastapi import FastAPI

app = FastAPI()


def main() -> None:
    uvicorn.run("service:app", host="0.0.0.0", reload=True, log_level="info")


if __name__ == "__main__":
    main()
# fixed
import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()


def main() -> None:
    uvicorn.run("service:app", host="0.0.0.0", reload=os.environ.get("RELOAD") == "1", log_level="info")


if __name__ == "__main__":
    main()
# pair: starlette in a factory
# vulnerable
from starlette.applications import Starlette


def build(routes):
    return Starlette(debug=True, routes=routes)
# fixed
from starlette.applications import Starlette


def build(routes, debug=False):
    return Starlette(debug=debug, routes=routes)
# pair: werkzeug debugger
# vulnerable
from werkzeug.serving import run_simple

from shop import application

if __name__ == "__main__":
    run_simple("0.0.0.0", 8000, application, use_debugger=True)
# fixed
from waitress import serve

from shop import application

if __name__ == "__main__":
    serve(application, host="0.0.0.0", port=8000)
# pair: tornado
# vulnerable
import tornado.web

from handlers import Main


def make_app():
    return tornado.web.Application([(r"/", Main)], debug=True)
# fixed
import tornado.web

from handlers import Main


def make_app():
    return tornado.web.Application([(r"/", Main)], debug=False)
# pair: environment in django
# vulnerable
import os

DEBUG = bool(os.environ.get("DEBUG", True))
ALLOWED_HOSTS = ["*"]
# fixed
import os

DEBUG = os.environ.get("DEBUG", "0") == "1"
ALLOWED_HOSTS = ["shop.example.com"]
# pair: settings object
# vulnerable
from flask import Flask


class Config:
    DEBUG = True
    TESTING = False


app = Flask(__name__)
app.config.from_object(Config)
# fixed
from flask import Flask


class Config:
    DEBUG = False
    TESTING = False


class DevelopmentConfig(Config):
    DEBUG = True


app = Flask(__name__)
app.config.from_object(Config)
# pair: app config update
# vulnerable
from flask import Flask, jsonify


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=1_000_000, DEBUG=True)

    @app.get("/api/ping")
    def ping():
        return jsonify(pong=True)

    return app
# fixed
from flask import Flask, jsonify


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=1_000_000)

    @app.get("/api/ping")
    def ping():
        return jsonify(pong=True)

    return app
# pair: attribute
# vulnerable
from flask import Flask

application = Flask(__name__, static_folder=None)
application.debug = True
application.json.sort_keys = False


@application.route("/version")
def version():
    return {"version": "1.4.2"}
# fixed
from flask import Flask

application = Flask(__name__, static_folder=None)
application.debug = False
application.json.sort_keys = False


@application.route("/version")
def version():
    return {"version": "1.4.2"}
# pair: constant alias
# vulnerable
import os

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

DEVELOPMENT = True


async def home(request):
    return PlainTextResponse("hello")


app = Starlette(debug=DEVELOPMENT, routes=[Route("/", home)])
# fixed
import os

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

DEVELOPMENT = os.environ.get("APP_ENV") == "development"


async def home(request):
    return PlainTextResponse("hello")


app = Starlette(debug=DEVELOPMENT, routes=[Route("/", home)])
# pair: django settings again
# vulnerable
"""Settings of the intranet."""
from pathlib import Path
import os

BASE_DIR = Path(__file__).resolve().parent
SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = True
ALLOWED_HOSTS = ["intranet.example.org"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "people"]
ROOT_URLCONF = "intranet.urls"
# fixed
"""Settings of the intranet."""
from pathlib import Path
import os

BASE_DIR = Path(__file__).resolve().parent
SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = os.environ.get("DJANGO_DEBUG", "") == "1"
ALLOWED_HOSTS = ["intranet.example.org"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "people"]
ROOT_URLCONF = "intranet.urls"
# pair: fastapi flag
# vulnerable
from fastapi import FastAPI

app = FastAPI(title="Inventory", debug=True)


@app.get("/items")
def items() -> list[str]:
    return ["nut", "bolt"]
# fixed
from fastapi import FastAPI

app = FastAPI(title="Inventory", debug=False)


@app.get("/items")
def items() -> list[str]:
    return ["nut", "bolt"]
# pair: flask config
# vulnerable
import os
from flask import Flask


class BaseConfig:
    TESTING = False
    JSON_SORT_KEYS = False


class ProductionConfig(BaseConfig):
    DEBUG = True
    SESSION_COOKIE_SECURE = True


def create_app(config=ProductionConfig):
    app = Flask(__name__)
    app.config.from_object(config)
    return app
# fixed
import os
from flask import Flask


class BaseConfig:
    TESTING = False
    JSON_SORT_KEYS = False


class ProductionConfig(BaseConfig):
    DEBUG = False
    SESSION_COOKIE_SECURE = True


def create_app(config=ProductionConfig):
    app = Flask(__name__)
    app.config.from_object(config)
    return app
# pair: flask run again
# vulnerable
from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return {"ok": True}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8000, debug=True)
# fixed
from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return {"ok": True}


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8000)
# pair: traceback to client
# vulnerable
import traceback

from flask import Flask, jsonify

app = Flask(__name__)


@app.errorhandler(Exception)
def failed(error):
    return jsonify(error=str(error), trace=traceback.format_exc()), 500
# fixed
import logging
import traceback

from flask import Flask, jsonify

app = Flask(__name__)


@app.errorhandler(Exception)
def failed(error):
    logging.getLogger(__name__).error("request failed\n%s", traceback.format_exc())
    return jsonify(error="internal error"), 500
# pair: bottle
# vulnerable
from bottle import default_app, route, run
import bottle


@route("/")
def index():
    return "hello"


bottle.debug(True)
run(host="localhost", port=8080, reloader=False)
# fixed
from bottle import default_app, route, run


@route("/")
def index():
    return "hello"


run(host="localhost", port=8080, reloader=False, debug=False)
# pair: config mapping
# vulnerable
from flask import Flask


def create_app(test_config=None):
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(DEBUG=True, DATABASE="blog.sqlite")
    if test_config:
        app.config.update(test_config)
    return app
# fixed
from flask import Flask


def create_app(test_config=None):
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(DATABASE="blog.sqlite")
    if test_config:
        app.config.update(test_config)
    return app
# pair: dash run
# vulnerable
from dash import Dash, html

app = Dash("prices")
app.layout = html.Div("prices")


def main() -> None:
    app.run(debug=True, port=8050)


if __name__ == "__main__":
    main()
# fixed
from dash import Dash, html

app = Dash("prices")
app.layout = html.Div("prices")


def main() -> None:
    app.run(port=8050)


if __name__ == "__main__":
    main()
# pair: kwargs dict
# vulnerable
from flask import Flask

app = Flask(__name__)
OPTIONS = {"host": "0.0.0.0", "debug": True, "use_reloader": False}

if __name__ == "__main__":
    app.run(**OPTIONS)
# fixed
from flask import Flask

app = Flask(__name__)
OPTIONS = {"host": "0.0.0.0", "use_reloader": False}

if __name__ == "__main__":
    app.run(**OPTIONS)
# pair: pydantic default
# vulnerable
from fastapi import FastAPI
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    name: str = "Planner"
    debug: bool = True


settings = Settings()
app = FastAPI(title=settings.name, debug=settings.debug)
# fixed
from fastapi import FastAPI
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    name: str = "Planner"
    debug: bool = False


settings = Settings()
app = FastAPI(title=settings.name, debug=settings.debug)
# pair: tornado settings
# vulnerable
import asyncio
import tornado.web


class Main(tornado.web.RequestHandler):
    def get(self):
        self.finish({"ok": True})


async def main():
    settings = dict(debug=True, compress_response=True)
    app = tornado.web.Application([("/", Main)], **settings)
    app.listen(8888)
    await asyncio.Event().wait()


asyncio.run(main())
# fixed
import asyncio
import tornado.web


class Main(tornado.web.RequestHandler):
    def get(self):
        self.finish({"ok": True})


async def main():
    settings = dict(compress_response=True)
    app = tornado.web.Application([("/", Main)], **settings)
    app.listen(8888)
    await asyncio.Event().wait()


asyncio.run(main())
# pair: uvicorn run
# vulnerable
import os

import uvicorn
from flask import Flask

app = Flask("board")

if __name__ == "__main__":
    app.config["DEBUG"] = True
    app.run(port=int(os.environ.get("PORT", "8000")))
# fixed
import os

import uvicorn
from flask import Flask

app = Flask("board")

if __name__ == "__main__":
    app.config["DEBUG"] = os.environ.get("BOARD_DEBUG") == "yes"
    app.run(port=int(os.environ.get("PORT", "8000")))
# pair: werkzeug tool
# vulnerable
from flask import Flask
from werkzeug.debug import DebuggedApplication

app = Flask(__name__)
app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)


@app.get("/")
def index():
    return {"ok": True}
# fixed
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)


@app.get("/")
def index():
    return {"ok": True}
# pair: env default true
# vulnerable
import os
from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(debug=os.environ.get("APP_DEBUG", "1") == "1")
# fixed
import os
from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(debug=os.environ.get("APP_DEBUG", "0") == "1")
# pair: exception detail
# vulnerable
import traceback
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.exception_handler(Exception)
async def failed(request: Request, error: Exception):
    lines = "".join(traceback.format_exception(error))
    return JSONResponse({"detail": lines}, status_code=500)
# fixed
import traceback
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.exception_handler(Exception)
async def failed(request: Request, error: Exception):
    traceback.print_exception(error)
    return JSONResponse({"detail": "internal error"}, status_code=500)
# pair: sanic
# vulnerable
from sanic import Sanic
from sanic.response import json

app = Sanic("api")
app.config.DEBUG = True


@app.get("/")
async def index(request):
    return json({"ok": True})
# fixed
from sanic import Sanic
from sanic.response import json

app = Sanic("api")
app.config.FALLBACK_ERROR_FORMAT = "json"


@app.get("/")
async def index(request):
    return json({"ok": True})
# pair: uvicorn reload
# vulnerable
import uvicorn
from fastapi import FastAPI

app = FastAPI()

if __name__ == "__main__":
    uvicorn.run("main:app", host="0.0.0.0", port=8000, reload=True)
# fixed
import uvicorn
from fastapi import FastAPI

app = FastAPI()

if __name__ == "__main__":
    uvicorn.run("main:app", host="0.0.0.0", port=8000, workers=2)
# pair: create app param
# vulnerable
from flask import Flask


def create_app(debug=False):
    app = Flask(__name__)
    app.debug = debug
    return app


if __name__ == "__main__":
    create_app(debug=True).run(port=5001)
# fixed
from flask import Flask


def create_app(debug=False):
    app = Flask(__name__)
    app.debug = debug
    return app


if __name__ == "__main__":
    create_app().run(port=5001)
# pair: json error
# vulnerable
import traceback
from flask import Flask

app = Flask(__name__)


@app.get("/run")
def run():
    try:
        return {"value": 1 / 0}
    except ZeroDivisionError:
        return {"error": traceback.format_exc()}, 500
# fixed
import traceback
from flask import Flask

app = Flask(__name__)


@app.get("/run")
def run():
    try:
        return {"value": 1 / 0}
    except ZeroDivisionError:
        app.logger.exception("failed")
        return {"error": "failed"}, 500
# pair: starlette partial
# vulnerable
from functools import partial
from starlette.applications import Starlette

make = partial(Starlette, debug=True)
app = make()
# fixed
from functools import partial
from starlette.applications import Starlette

make = partial(Starlette, debug=False)
app = make()
