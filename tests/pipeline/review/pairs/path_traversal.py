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
# pair: open with an f-string
# vulnerable
from flask import Flask, request

app = Flask(__name__)


@app.route("/read")
def read():
    filename = request.args.get("file")
    with open(f"/var/app/docs/{filename}", encoding="utf-8") as handle:
        return {"text": handle.read(10_000)}
# fixed
from pathlib import Path

from flask import Flask, abort, request

app = Flask(__name__)
DOCS = Path("/var/app/docs").resolve()


@app.route("/read")
def read():
    filename = request.args.get("file")
    path = (DOCS / filename).resolve()
    if DOCS not in path.parents:
        abort(404)
    with open(path, encoding="utf-8") as handle:
        return {"text": handle.read(10_000)}
# pair: upload of fastapi
# vulnerable
import shutil
from pathlib import Path

from fastapi import FastAPI, File, UploadFile

app = FastAPI()
UPLOADS = Path("uploads")


@app.post("/files")
async def create(file: UploadFile = File(...)):
    destination = UPLOADS / file.filename
    with destination.open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return {"name": file.filename}
# fixed
import shutil
from pathlib import Path
from uuid import uuid4

from fastapi import FastAPI, File, UploadFile

app = FastAPI()
UPLOADS = Path("uploads")


@app.post("/files")
async def create(file: UploadFile = File(...)):
    destination = UPLOADS / f"{uuid4().hex}{Path(file.filename).suffix}"
    with destination.open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return {"name": destination.name}
# pair: removal with startswith
# vulnerable
import os

from flask import Flask, request

app = Flask(__name__)
ROOT = "/srv/exports"


@app.delete("/exports")
def remove():
    path = os.path.normpath(os.path.join(ROOT, request.args["path"]))
    os.unlink(path)
    return "", 204
# fixed
import os

from flask import Flask, abort, request

app = Flask(__name__)
ROOT = "/srv/exports"


@app.delete("/exports")
def remove():
    path = os.path.realpath(os.path.join(ROOT, request.args["path"]))
    if not path.startswith(ROOT + os.sep):
        abort(403)
    os.unlink(path)
    return "", 204
# pair: service class behind a handler
# vulnerable
from pathlib import Path

from aiohttp import web


class Reports:
    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


reports = Reports(Path("reports"))


async def handler(request: web.Request) -> web.Response:
    return web.Response(body=reports.read(request.match_info["name"]), content_type="application/pdf")
# fixed
from pathlib import Path

from aiohttp import web


class Reports:
    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def read(self, name: str) -> bytes:
        path = (self.root / name).resolve()
        try:
            path.relative_to(self.root)
        except ValueError:
            raise web.HTTPNotFound from None
        return path.read_bytes()


reports = Reports(Path("reports"))


async def handler(request: web.Request) -> web.Response:
    return web.Response(body=reports.read(request.match_info["name"]), content_type="application/pdf")
# pair: zip of an upload
# vulnerable
import zipfile

from flask import Flask, request

app = Flask(__name__)


@app.post("/theme")
def theme():
    archive = zipfile.ZipFile(request.files["theme"])
    archive.extractall("/srv/themes")
    return "", 201
# fixed
import zipfile
from pathlib import Path

from flask import Flask, abort, request

app = Flask(__name__)
THEMES = Path("/srv/themes").resolve()


@app.post("/theme")
def theme():
    archive = zipfile.ZipFile(request.files["theme"])
    for name in archive.namelist():
        if not (THEMES / name).resolve().is_relative_to(THEMES):
            abort(400)
    archive.extractall(THEMES)
    return "", 201
# pair: pattern of names
# vulnerable
from pathlib import Path

from django.http import FileResponse


def invoice(request, number):
    return FileResponse(Path("/srv/invoices", f"{number}.pdf").open("rb"))
# fixed
import re
from pathlib import Path

from django.http import FileResponse, Http404

NUMBER = re.compile(r"[0-9]{4}-[0-9]{1,6}")


def invoice(request, number):
    if not NUMBER.fullmatch(number):
        raise Http404
    return FileResponse(Path("/srv/invoices", f"{number}.pdf").open("rb"))
# pair: member by member
# vulnerable
import tarfile


def restore(path, folder):
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            archive.extract(member, folder)
# fixed
import tarfile


def restore(path, folder):
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            archive.extract(member, folder, filter="data")
# pair: helper function of a library
# vulnerable
import os

TEMPLATES = "/srv/templates"


def load_template(template_name):
    with open(os.path.join(TEMPLATES, template_name), encoding="utf-8") as file:
        return file.read()
# fixed
import os

TEMPLATES = "/srv/templates"


def load_template(template_name):
    path = os.path.abspath(os.path.join(TEMPLATES, template_name))
    if os.path.commonpath((path, TEMPLATES)) != TEMPLATES:
        raise ValueError("outside of the templates")
    with open(path, encoding="utf-8") as file:
        return file.read()
# pair: fastapi file
# vulnerable
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
UPLOADS = Path("/srv/uploads")


@app.get("/files/{name:path}")
def download(name: str):
    target = UPLOADS / name
    if not target.exists():
        raise HTTPException(404)
    return FileResponse(target)
# fixed
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
UPLOADS = Path("/srv/uploads")


@app.get("/files/{name:path}")
def download(name: str):
    target = (UPLOADS / name).resolve()
    if not target.is_relative_to(UPLOADS) or not target.is_file():
        raise HTTPException(404)
    return FileResponse(target)
# pair: flask open
# vulnerable
import os

from flask import Flask, abort, request

app = Flask(__name__)
DOCS = os.path.join(os.path.dirname(__file__), "docs")


@app.route("/docs")
def docs():
    page = request.args.get("page", "index.md")
    full = os.path.join(DOCS, page)
    if not os.path.isfile(full):
        abort(404)
    with open(full, encoding="utf-8") as handle:
        return {"text": handle.read()}
# fixed
import os

from flask import Flask, abort, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
DOCS = os.path.join(os.path.dirname(__file__), "docs")


@app.route("/docs")
def docs():
    page = secure_filename(request.args.get("page", "index.md"))
    full = os.path.join(DOCS, page)
    if not os.path.isfile(full):
        abort(404)
    with open(full, encoding="utf-8") as handle:
        return {"text": handle.read()}
# pair: http server
# vulnerable
import http.server
import os
import posixpath
from urllib.parse import unquote, urlsplit

ROOT = os.path.realpath("public")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        wanted = unquote(urlsplit(self.path).path).lstrip("/")
        full = os.path.join(ROOT, wanted)
        try:
            with open(full, "rb") as file:
                body = file.read()
        except OSError:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
# fixed
import http.server
import os
import posixpath
from urllib.parse import unquote, urlsplit

ROOT = os.path.realpath("public")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        wanted = unquote(urlsplit(self.path).path).lstrip("/")
        full = os.path.realpath(os.path.join(ROOT, wanted))
        if os.path.commonpath([ROOT, full]) != ROOT:
            self.send_error(403)
            return
        try:
            with open(full, "rb") as file:
                body = file.read()
        except OSError:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
# pair: note store
# vulnerable
"""Notes, one file each."""
import re
from pathlib import Path

from flask import Flask, request, abort

app = Flask(__name__)


class Notes:
    def __init__(self, root):
        self.root = Path(root)

    def path(self, title):
        return self.root / f"{title}.txt"

    def read(self, title):
        return self.path(title).read_text()

    def write(self, title, text):
        self.path(title).write_text(text)


notes = Notes("/srv/notes")


@app.route("/notes/<path:title>", methods=["GET", "PUT"])
def note(title):
    if request.method == "PUT":
        notes.write(title, request.get_data(as_text=True))
        return "", 204
    return {"text": notes.read(title)}
# fixed
"""Notes, one file each."""
import re
from pathlib import Path

from flask import Flask, request, abort

app = Flask(__name__)
NAME = re.compile(r"[a-z0-9-]{1,40}")


class Notes:
    def __init__(self, root):
        self.root = Path(root)

    def path(self, title):
        if not NAME.fullmatch(title):
            abort(400)
        return self.root / f"{title}.txt"

    def read(self, title):
        return self.path(title).read_text()

    def write(self, title, text):
        self.path(title).write_text(text)


notes = Notes("/srv/notes")


@app.route("/notes/<path:title>", methods=["GET", "PUT"])
def note(title):
    if request.method == "PUT":
        notes.write(title, request.get_data(as_text=True))
        return "", 204
    return {"text": notes.read(title)}
# pair: send file remove
# vulnerable
import os
from flask import Blueprint, request, send_file, send_from_directory

bp = Blueprint("export", __name__)
EXPORTS = "/var/exports"


@bp.get("/exports")
def get_export():
    return send_file(os.path.join(EXPORTS, request.args["name"]), as_attachment=True)


@bp.get("/exports/list")
def list_exports():
    return {"names": sorted(os.listdir(EXPORTS))}
# fixed
import os
from flask import Blueprint, request, send_file, send_from_directory

bp = Blueprint("export", __name__)
EXPORTS = "/var/exports"


@bp.get("/exports")
def get_export():
    return send_from_directory(EXPORTS, request.args["name"], as_attachment=True)


@bp.get("/exports/list")
def list_exports():
    return {"names": sorted(os.listdir(EXPORTS))}
# pair: tar extractall
# vulnerable
import tarfile
import tempfile

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/bundles")
async def bundle(file: UploadFile) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=file.file, mode="r:gz") as tar:
            tar.extractall(folder)
            return {"members": tar.getnames()}
# fixed
import tarfile
import tempfile

from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/bundles")
async def bundle(file: UploadFile) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=file.file, mode="r:gz") as tar:
            tar.extractall(folder, filter="data")
            return {"members": tar.getnames()}
# pair: upload save
# vulnerable
import shutil
from pathlib import Path

from fastapi import APIRouter, File, UploadFile

router = APIRouter()
IMAGES = Path("images")


@router.post("/images")
def store(image: UploadFile = File(...)):
    destination = IMAGES.joinpath(image.filename)
    with destination.open("wb") as out:
        shutil.copyfileobj(image.file, out)
    return {"stored": destination.name}
# fixed
import shutil
import uuid
from pathlib import Path

from fastapi import APIRouter, File, UploadFile

router = APIRouter()
IMAGES = Path("images")
SUFFIXES = {".png", ".jpg"}


@router.post("/images")
def store(image: UploadFile = File(...)):
    suffix = Path(image.filename or "").suffix.lower()
    if suffix not in SUFFIXES:
        return {"error": "only images"}
    destination = IMAGES / f"{uuid.uuid4().hex}{suffix}"
    with destination.open("wb") as out:
        shutil.copyfileobj(image.file, out)
    return {"stored": destination.name}
# pair: zip extract
# vulnerable
import zipfile
from pathlib import Path


def unpack(archive: Path, destination: Path) -> list[Path]:
    """Write each member of an archive below a folder."""
    written = []
    with zipfile.ZipFile(archive) as bundle:
        for info in bundle.infolist():
            if info.is_dir():
                continue
            target = destination / info.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            with bundle.open(info) as source, target.open("wb") as out:
                out.write(source.read())
            written.append(target)
    return written
# fixed
import zipfile
from pathlib import Path


def unpack(archive: Path, destination: Path) -> list[Path]:
    """Write each member of an archive below a folder."""
    written = []
    with zipfile.ZipFile(archive) as bundle:
        for info in bundle.infolist():
            if info.is_dir():
                continue
            target = destination / info.filename
            if not target.resolve().is_relative_to(destination.resolve()):
                raise ValueError(f"{info.filename} leaves the folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            with bundle.open(info) as source, target.open("wb") as out:
                out.write(source.read())
            written.append(target)
    return written
# pair: aiofiles
# vulnerable
import aiofiles
from pathlib import PurePosixPath
from sanic import Sanic, text, exceptions

app = Sanic("docs")


@app.get("/doc")
async def doc(request):
    name = request.args.get("name")
    async with aiofiles.open(f"docs/{name}") as file:
        return text(await file.read())
# fixed
import aiofiles
from pathlib import PurePosixPath
from sanic import Sanic, text, exceptions

app = Sanic("docs")


@app.get("/doc")
async def doc(request):
    name = request.args.get("name")
    if ".." in PurePosixPath(name).parts or name.startswith("/"):
        raise exceptions.NotFound()
    async with aiofiles.open(f"docs/{name}") as file:
        return text(await file.read())
# pair: asyncio protocol
# vulnerable
import asyncio
from pathlib import Path

ROOT = Path("shared").resolve()


class Protocol(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data: bytes):
        name = data.decode().strip()
        self.transport.write((ROOT / name).read_bytes())
        self.transport.close()
# fixed
import asyncio
from pathlib import Path

ROOT = Path("shared").resolve()


class Protocol(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data: bytes):
        name = data.decode().strip()
        wanted = (ROOT / name).resolve()
        if ROOT in wanted.parents:
            self.transport.write(wanted.read_bytes())
        self.transport.close()
# pair: config lookup
# vulnerable
import json
from fastapi import APIRouter, Header, HTTPException
from pathlib import Path

router = APIRouter()
LANGUAGES = Path(__file__).with_name("languages")


@router.get("/texts")
def texts(accept_language: str = Header("en")):
    code = accept_language.split(",")[0]
    return json.loads(LANGUAGES.joinpath(f"{code}.json").read_text("utf-8"))
# fixed
import json
from fastapi import APIRouter, Header, HTTPException
from pathlib import Path

router = APIRouter()
LANGUAGES = Path(__file__).with_name("languages")
KNOWN = {path.stem for path in LANGUAGES.glob("*.json")}


@router.get("/texts")
def texts(accept_language: str = Header("en")):
    code = accept_language.split(",")[0]
    if code not in KNOWN:
        raise HTTPException(406)
    return json.loads(LANGUAGES.joinpath(f"{code}.json").read_text("utf-8"))
# pair: delete rmtree
# vulnerable
import os
import shutil

from flask import Flask, request

app = Flask(__name__)
BASE = "/data/workspaces"


@app.delete("/workspaces")
def drop():
    folder = os.path.normpath(os.path.join(BASE, request.args["id"]))
    shutil.rmtree(folder, ignore_errors=True)
    return {}
# fixed
import os
import shutil

from flask import Flask, request

app = Flask(__name__)
BASE = "/data/workspaces"


@app.delete("/workspaces")
def drop():
    folder = os.path.normpath(os.path.join(BASE, request.args["id"]))
    if not folder.startswith(BASE + os.sep):
        return {"error": "unknown workspace"}, 404
    shutil.rmtree(folder, ignore_errors=True)
    return {}
# pair: depends class
# vulnerable
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import PlainTextResponse

app = FastAPI()


class Folder:
    def __init__(self, project: str):
        self.path = Path("projects") / project


@app.get("/projects/{project}/readme")
def readme(folder: Annotated[Folder, Depends()]):
    return PlainTextResponse((folder.path / "README.md").read_text())
# fixed
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import PlainTextResponse

app = FastAPI()


class Folder:
    def __init__(self, project: str):
        if not project.isidentifier():
            raise HTTPException(404)
        self.path = Path("projects") / project


@app.get("/projects/{project}/readme")
def readme(folder: Annotated[Folder, Depends()]):
    return PlainTextResponse((folder.path / "README.md").read_text())
# pair: django view
# vulnerable
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404


def attachment(request):
    name = request.GET["name"]
    path = Path(settings.MEDIA_ROOT, name)
    if not path.exists():
        raise Http404
    return FileResponse(open(path, "rb"))
# fixed
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404


def attachment(request):
    name = request.GET["name"]
    path = Path(settings.MEDIA_ROOT, Path(name).name)
    if not path.exists():
        raise Http404
    return FileResponse(open(path, "rb"))
# pair: shutil unpack
# vulnerable
import shutil
import tarfile
from pathlib import Path


def restore(archive: str, into: Path) -> None:
    shutil.unpack_archive(archive, into, "gztar")
    for path in into.rglob("*.tmp"):
        path.unlink()
# fixed
import shutil
import tarfile
from pathlib import Path


def restore(archive: str, into: Path) -> None:
    shutil.unpack_archive(archive, into, "gztar", filter="data")
    for path in into.rglob("*.tmp"):
        path.unlink()
# pair: report template
# vulnerable
from pathlib import Path
from flask import Flask, request, Response

app = Flask(__name__)
FOLDER = Path("reports")


def load(period: str) -> str:
    with (FOLDER / period).with_suffix(".txt").open() as file:
        return file.read()


@app.route("/report")
def report():
    return Response(load(request.args["period"]), mimetype="text/plain")
# fixed
from pathlib import Path
from flask import Flask, request, Response
import re

app = Flask(__name__)
FOLDER = Path("reports")


def load(period: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}", period):
        raise ValueError(period)
    with (FOLDER / period).with_suffix(".txt").open() as file:
        return file.read()


@app.route("/report")
def report():
    return Response(load(request.args["period"]), mimetype="text/plain")
# pair: static middleware
# vulnerable
from pathlib import Path
from starlette.responses import FileResponse, PlainTextResponse

PUBLIC = Path("public").resolve()


async def app(scope, receive, send):
    assert scope["type"] == "http"
    relative = scope["path"].lstrip("/")
    target = PUBLIC / relative
    if target.is_file():
        response = FileResponse(target)
    else:
        response = PlainTextResponse("not found", status_code=404)
    await response(scope, receive, send)
# fixed
from pathlib import Path
from starlette.responses import FileResponse, PlainTextResponse

PUBLIC = Path("public").resolve()


async def app(scope, receive, send):
    assert scope["type"] == "http"
    relative = scope["path"].lstrip("/")
    target = (PUBLIC / relative).resolve()
    if target.is_file() and target.is_relative_to(PUBLIC):
        response = FileResponse(target)
    else:
        response = PlainTextResponse("not found", status_code=404)
    await response(scope, receive, send)
# pair: upload many
# vulnerable
import os
from fastapi import FastAPI, UploadFile

app = FastAPI()


@app.post("/upload")
async def upload(files: list[UploadFile]):
    os.makedirs("incoming", exist_ok=True)
    for file in files:
        path = f"incoming/{file.filename}"
        with open(path, "wb") as out:
            while chunk := await file.read(65536):
                out.write(chunk)
    return {"saved": len(files)}
# fixed
import os
from fastapi import FastAPI, UploadFile
from pathlib import PurePath

app = FastAPI()


@app.post("/upload")
async def upload(files: list[UploadFile]):
    os.makedirs("incoming", exist_ok=True)
    for file in files:
        path = f"incoming/{PurePath(file.filename or 'x').name}"
        with open(path, "wb") as out:
            while chunk := await file.read(65536):
                out.write(chunk)
    return {"saved": len(files)}
# pair: zip member read
# vulnerable
import io
import zipfile
from pathlib import Path
from fastapi import FastAPI, File

app = FastAPI()
TARGET = Path("/srv/themes")


@app.post("/themes")
def install(archive: bytes = File()):
    with zipfile.ZipFile(io.BytesIO(archive)) as z:
        for name in z.namelist():
            out = TARGET / name
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(z.read(name))
    return {"ok": True}
# fixed
import io
import zipfile
from pathlib import Path
from fastapi import FastAPI, File

app = FastAPI()
TARGET = Path("/srv/themes")


@app.post("/themes")
def install(archive: bytes = File()):
    with zipfile.ZipFile(io.BytesIO(archive)) as z:
        for name in z.namelist():
            if Path(name).is_absolute() or ".." in Path(name).parts:
                continue
            out = TARGET / name
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(z.read(name))
    return {"ok": True}
# pair: backup delete
# vulnerable
import os
from aiohttp import web

BACKUPS = "/var/backups/app"


async def remove(request):
    name = request.match_info["name"]
    os.remove(os.path.join(BACKUPS, name))
    return web.Response(status=204)


app = web.Application()
app.router.add_delete("/backups/{name:.*}", remove)
# fixed
import os
from aiohttp import web

BACKUPS = "/var/backups/app"


async def remove(request):
    name = request.match_info["name"]
    os.remove(os.path.join(BACKUPS, os.path.basename(name)))
    return web.Response(status=204)


app = web.Application()
app.router.add_delete("/backups/{name:.*}", remove)
# pair: theme css
# vulnerable
from fastapi import FastAPI, Cookie, Response
from pathlib import Path

app = FastAPI()
THEMES = Path("themes")


@app.get("/theme.css")
def theme(theme: str = Cookie("light")):
    return Response((THEMES / f"{theme}.css").read_text(), media_type="text/css")
# fixed
from fastapi import FastAPI, Cookie, Response
from pathlib import Path

app = FastAPI()
THEMES = Path("themes")
NAMES = frozenset(p.stem for p in THEMES.glob("*.css"))


@app.get("/theme.css")
def theme(theme: str = Cookie("light")):
    if theme not in NAMES:
        theme = "light"
    return Response((THEMES / f"{theme}.css").read_text(), media_type="text/css")
# pair: wsgi
# vulnerable
import mimetypes
from pathlib import Path

ROOT = Path(__file__).resolve().parent / "www"


def application(environ, start_response):
    path = ROOT / environ["PATH_INFO"].lstrip("/")
    if not path.is_file():
        start_response("404 Not Found", [])
        return [b""]
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    start_response("200 OK", [("Content-Type", kind)])
    return [path.read_bytes()]
# fixed
import mimetypes
from pathlib import Path

ROOT = Path(__file__).resolve().parent / "www"


def application(environ, start_response):
    path = (ROOT / environ["PATH_INFO"].lstrip("/")).resolve()
    if ROOT not in path.parents or not path.is_file():
        start_response("404 Not Found", [])
        return [b""]
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    start_response("200 OK", [("Content-Type", kind)])
    return [path.read_bytes()]
