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
