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
