# pair: flask download with join
# vulnerable
import os

from flask import Flask, request, send_file

app = Flask(__name__)
FOLDER = "/srv/files"


@app.route("/download")
def download():
    return send_file(os.path.join(FOLDER, request.args["name"]))
# fixed
from flask import Flask, request, send_from_directory

app = Flask(__name__)
FOLDER = "/srv/files"


@app.route("/download")
def download():
    return send_from_directory(FOLDER, request.args["name"])
# pair: fastapi file response with pathlib
# vulnerable
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse

app = FastAPI()
BASE = Path("/srv/documents")


@app.get("/documents/{name:path}")
async def document(name: str) -> FileResponse:
    return FileResponse(BASE / name)
# fixed
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
BASE = Path("/srv/documents").resolve()


@app.get("/documents/{name:path}")
async def document(name: str) -> FileResponse:
    target = (BASE / name).resolve()
    if not target.is_relative_to(BASE) or not target.is_file():
        raise HTTPException(404)
    return FileResponse(target)
# pair: upload stored under the client's name
# vulnerable
import os

from flask import Blueprint, current_app, redirect, request, url_for

uploads = Blueprint("uploads", __name__)


@uploads.route("/upload", methods=["POST"])
def upload():
    sent = request.files["file"]
    sent.save(os.path.join(current_app.config["UPLOADS"], sent.filename))
    return redirect(url_for("uploads.done"))
# fixed
import os

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.utils import secure_filename as safe_name

uploads = Blueprint("uploads", __name__)


@uploads.route("/upload", methods=["POST"])
def upload():
    sent = request.files["file"]
    name = safe_name(sent.filename)
    sent.save(os.path.join(current_app.config["UPLOADS"], name))
    return redirect(url_for("uploads.done"))
# pair: tar of a client
# vulnerable
import tarfile
import tempfile

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/import")
def import_archive(archive: UploadFile):
    folder = tempfile.mkdtemp()
    with tarfile.open(fileobj=archive.file, mode="r:gz") as tar:
        tar.extractall(folder)
    return {"folder": folder}
# fixed
import tarfile
import tempfile

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/import")
def import_archive(archive: UploadFile):
    folder = tempfile.mkdtemp()
    with tarfile.open(fileobj=archive.file, mode="r:gz") as tar:
        tar.extractall(folder, filter="data")
    return {"folder": folder}
# pair: members of a zip written by hand
# vulnerable
import zipfile
from pathlib import Path


def unpack(archive, folder):
    with zipfile.ZipFile(archive) as source:
        for member in source.infolist():
            target = Path(folder) / member.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read(member))
# fixed
import zipfile
from pathlib import Path


def unpack(archive, folder):
    base = Path(folder).resolve()
    with zipfile.ZipFile(archive) as source:
        for member in source.infolist():
            target = (base / member.filename).resolve()
            if not target.is_relative_to(base):
                raise ValueError(f"{member.filename} leads out of the folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read(member))
# pair: removal with a helper that raises
# vulnerable
import os

from django.http import HttpResponse
from django.views.decorators.http import require_POST

MEDIA = "/srv/media"


@require_POST
def remove(request):
    path = f"{MEDIA}/{request.POST['path']}"
    os.remove(path)
    return HttpResponse(status=204)
# fixed
import os

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.views.decorators.http import require_POST

MEDIA = "/srv/media"


def inside_media(name):
    full = os.path.realpath(os.path.join(MEDIA, name))
    if os.path.commonpath([full, MEDIA]) != MEDIA:
        raise SuspiciousOperation("outside of the media folder")
    return full


@require_POST
def remove(request):
    os.remove(inside_media(request.POST["path"]))
    return HttpResponse(status=204)
# pair: page by its name only
# vulnerable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def note(request: Request):
    name = request.path_params["name"]
    return PlainTextResponse(Path("notes", name + ".txt").read_text(encoding="utf-8"))


app = Starlette(routes=[Route("/notes/{name:path}", note)])
# fixed
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def note(request: Request):
    name = Path(request.path_params["name"]).name
    return PlainTextResponse(Path("notes", name + ".txt").read_text(encoding="utf-8"))


app = Starlette(routes=[Route("/notes/{name:path}", note)])
