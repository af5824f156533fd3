# vulnerable: config dict
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
app.config.from_mapping({"DEBUG": True})
# vulnerable: attr
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
app.debug = True
# vulnerable: run var
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
DEBUG = True
if __name__ == "__main__":
    app.run(debug=DEBUG)
# vulnerable: create_app
from fastapi import FastAPI
def create():
    return FastAPI(title="x", debug=True)
# vulnerable: uvicorn config
import uvicorn
config = uvicorn.Config("a:app", reload=True)
# vulnerable: env set
import os
os.environ["FLASK_DEBUG"] = "1"
# vulnerable: env set 2
import os
os.environ["FLASK_ENV"] = "development"
# vulnerable: sanic
from sanic import Sanic
app = Sanic("a")
app.run(host="0.0.0.0", debug=True)
# vulnerable: debugged application
from werkzeug.debug import DebuggedApplication
from a import app
app = DebuggedApplication(app, evalex=True)
# vulnerable: int
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
app.run(debug=1)
# vulnerable: default true
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import os
app.run(debug=bool(int(os.environ.get("DEBUG", "1"))))
# harmless: default false
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import os
app.run(debug=bool(int(os.environ.get("DEBUG", "0"))))
# harmless: env in
import os
DEBUG = os.environ.get("DEBUG", "").lower() in {"1", "true"}
# vulnerable: env not in
import os
DEBUG = os.environ.get("DEBUG", "True") == "True"
# harmless: settings
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    debug: bool = False
# vulnerable: settings
from fastapi import FastAPI
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    debug: bool = True
settings = Settings()
app = FastAPI(debug=settings.debug)
# harmless: logging
import logging
logging.basicConfig(level=logging.DEBUG)
debug = True
# harmless: uvicorn
import uvicorn
uvicorn.run("a:app", reload=False)
# vulnerable: aiohttp_debugtoolbar
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from flask_debugtoolbar import DebugToolbarExtension
app.config["DEBUG_TB_ENABLED"] = True
app.config.update({"DEBUG": True})
# vulnerable: bottle
from bottle import run, debug
debug(True)
run(host="0.0.0.0", reloader=True)
# vulnerable: dash
from dash import Dash
app = Dash(__name__)
app.run_server(debug=True)
# vulnerable: exceptions
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
app.config["PROPAGATE_EXCEPTIONS"] = True
app.config["DEBUG"] = 1
# harmless: development config
class DevConfig:
    DEBUG = True
class ProdConfig:
    DEBUG = False
# vulnerable: django env default
from decouple import config
DEBUG = config("DEBUG", default=True, cast=bool)
# harmless: decouple
from decouple import config
DEBUG = config("DEBUG", default=False, cast=bool)
# vulnerable: argparse default
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
def create_app(debug=True):
    a = Flask(__name__)
    a.config["DEBUG"] = debug
    return a
# harmless: create_app
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
def create_app(debug=False):
    a = Flask(__name__)
    a.config["DEBUG"] = debug
    return a
# vulnerable: run kw dict
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
OPTIONS = {"host": "0.0.0.0", "debug": True}
if __name__ == "__main__":
    app.run(**OPTIONS)
# harmless: app config
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
app.config.from_object("settings")
app.run(debug=app.config["DEBUG"])
# harmless: environment bool
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import os
app.run(debug=bool(os.environ.get("DEBUG")))
# harmless: dev branch
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
import os
if __name__ == "__main__":
    if os.environ.get("APP_ENV") == "development":
        app.run(debug=True)
    else:
        from waitress import serve
        serve(app)
# harmless: env bool default
import environ
env = environ.Env()
DEBUG = env.bool("DEBUG", default=False)
# vulnerable: quart
from quart import Quart
app = Quart(__name__)
app.run(host="0.0.0.0", debug=True)
