# vulnerable: weak open filename
def read_file(filename):
    with open("uploads/" + filename) as f:
        return f.read()
# harmless: basename
import os
def read_file(filename):
    with open(os.path.join("uploads", os.path.basename(filename))) as f:
        return f.read()
# vulnerable: weak path name param
import os
BASE = "/srv"
def read_user_file(name):
    return open(os.path.join(BASE, name)).read()
# vulnerable: class
from pathlib import Path
class Storage:
    def __init__(self, root):
        self.root = Path(root)
    def read(self, key: str) -> bytes:
        return (self.root / key).read_bytes()
# harmless: class
from pathlib import Path
class Storage:
    def __init__(self, root):
        self.root = Path(root).resolve()
    def read(self, key: str) -> bytes:
        target = (self.root / key).resolve()
        if self.root not in target.parents:
            raise PermissionError(key)
        return target.read_bytes()
# vulnerable: send_from_directory dir
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a")
def a():
    return send_from_directory("/srv/" + request.args["d"], "index.html")
# vulnerable: shutil
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import shutil
@app.post("/a")
def a():
    shutil.copy("/srv/" + request.form["src"], "/srv/public")
    return ""
# vulnerable: listdir
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import os
@app.get("/ls")
def ls(folder: str):
    return os.listdir("/srv/" + folder)
# vulnerable: fileresponse kw
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/ls/{p:path}")
def ls(p: str):
    return FileResponse(path=f"/srv/{p}")
# vulnerable: aiofiles
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import aiofiles
@app.get("/x")
async def x(name: str):
    async with aiofiles.open(f"data/{name}") as f:
        return await f.read()
# vulnerable: dotdot check only
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import os
@app.get("/a")
def a():
    n = request.args["n"].replace("../", "")
    return send_file(os.path.join("/srv", n))
# vulnerable: startswith unnormalised
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import os
@app.get("/a")
def a():
    p = os.path.join("/srv", request.args["n"])
    if not p.startswith("/srv"):
        abort(403)
    return send_file(p)
# harmless: safe_join
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from werkzeug.utils import safe_join
@app.get("/a")
def a():
    p = safe_join("/srv", request.args["n"])
    if p is None:
        abort(404)
    return send_file(p)
# harmless: allow-list glob
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from pathlib import Path
FILES = {p.name: p for p in Path("/srv").iterdir()}
@app.get("/a")
def a():
    return send_file(FILES[request.args["n"]])
# harmless: try relative_to
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from pathlib import Path
ROOT = Path("/srv").resolve()
@app.get("/a")
def a(n: str):
    path = ROOT.joinpath(n).resolve()
    try:
        path.relative_to(ROOT)
    except ValueError:
        raise HTTPException(404)
    return FileResponse(path)
# harmless: helper returning path
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from pathlib import Path
ROOT = Path("/srv").resolve()
def resolve_path(n: str) -> Path:
    path = (ROOT / n).resolve()
    if not path.is_relative_to(ROOT):
        raise HTTPException(404)
    return path
@app.get("/a")
def a(n: str):
    return FileResponse(resolve_path(n))
# harmless: is_file loop
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import re, os
@app.get("/a")
def a():
    n = request.args["n"]
    if not re.fullmatch(r"[\w-]+\.csv", n):
        abort(400)
    return send_file(os.path.join("/srv", n))
# harmless: int id
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
@app.get("/a/<int:n>")
def a(n):
    return send_file(f"/srv/{n}.pdf")
# harmless: uuid param
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from uuid import UUID
@app.get("/a/{n}")
def a(n: UUID):
    return FileResponse(f"/srv/{n}.pdf")
# vulnerable: zip weak
import zipfile
def unzip(path, dest):
    with zipfile.ZipFile(path) as z:
        z.extractall(dest)
# harmless: zip checked
import zipfile, os
def unzip(path, dest):
    root = os.path.realpath(dest)
    with zipfile.ZipFile(path) as z:
        for info in z.infolist():
            target = os.path.realpath(os.path.join(root, info.filename))
            if not target.startswith(root + os.sep):
                raise ValueError("bad member")
        z.extractall(root)
# harmless: tar members filtered
import tarfile, os
def safe_members(tar, dest):
    root = os.path.realpath(dest)
    for m in tar.getmembers():
        target = os.path.realpath(os.path.join(root, m.name))
        if os.path.commonpath([root, target]) == root and (m.isfile() or m.isdir()):
            yield m
def untar(path, dest):
    with tarfile.open(path) as tar:
        tar.extractall(dest, members=safe_members(tar, dest))
# vulnerable: unpack_archive
import shutil
def unpack(upload_path, dest):
    shutil.unpack_archive(upload_path, dest)
# harmless: unpack filter
import shutil
def unpack(upload_path, dest):
    shutil.unpack_archive(upload_path, dest, filter="data")
# vulnerable: django upload
import os
from django.conf import settings
def up(request):
    f = request.FILES["f"]
    with open(os.path.join(settings.MEDIA_ROOT, f.name), "wb") as out:
        for chunk in f.chunks():
            out.write(chunk)
# harmless: django storage
from django.core.files.storage import default_storage
def up(request):
    f = request.FILES["f"]
    default_storage.save(f.name, f)
# vulnerable: bad validate
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
def allowed_file(filename):
    return "." in filename and filename.rsplit(".", 1)[1].lower() in {"png", "jpg"}
@app.post("/a")
def a():
    f = request.files["f"]
    if f and allowed_file(f.filename):
        f.save("/uploads/" + f.filename)
    return ""
# harmless: good upload
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import os
from werkzeug.utils import secure_filename
def allowed_file(filename):
    return "." in filename and filename.rsplit(".", 1)[1].lower() in {"png", "jpg"}
@app.post("/a")
def a():
    f = request.files["f"]
    if not f or not allowed_file(f.filename):
        abort(400)
    filename = secure_filename(f.filename)
    f.save(os.path.join(app.config["UPLOAD_FOLDER"], filename))
    return ""
# vulnerable: tornado
import tornado.web, os
class D(tornado.web.RequestHandler):
    def get(self, name):
        with open(os.path.join("/srv", name), "rb") as f:
            self.write(f.read())
# vulnerable: starlette static
from starlette.responses import FileResponse
async def dl(request):
    return FileResponse("files/" + request.path_params["name"])
# vulnerable: delete
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from pathlib import Path
@app.delete("/f/{name}")
def d(name: str):
    p = Path("/srv") / name
    if p.exists():
        p.unlink()
    return {}
# harmless: name eq
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from pathlib import Path
@app.delete("/f/{name}")
def d(name: str):
    if Path(name).name != name:
        raise HTTPException(400)
    (Path("/srv") / name).unlink()
    return {}
# harmless: isalnum
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/f/{name}")
def d(name: str):
    if not name.isalnum():
        raise HTTPException(400)
    return FileResponse(f"/srv/{name}.txt")
# harmless: listdir membership
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import os
@app.get("/f")
def f():
    name = request.args["n"]
    if name not in os.listdir("/srv"):
        abort(404)
    return send_file(os.path.join("/srv", name))
# harmless: path param constraint
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
from typing import Annotated
from fastapi import Path as PathParam
@app.get("/f/{name}")
def d(name: Annotated[str, PathParam(pattern=r"^[a-z0-9-]+$")]):
    return FileResponse(f"/srv/{name}.txt")
# harmless: query regex old
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
@app.get("/f")
def d(name: str = Query(..., regex="^[a-z]+$")):
    return FileResponse(f"/srv/{name}.txt")
# vulnerable: tar gz in class
import tarfile
class Importer:
    def run(self, upload):
        tar = tarfile.open(fileobj=upload, mode="r:*")
        tar.extractall(path="/srv/data")
        tar.close()
# vulnerable: export
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import os
EXPORTS = "/var/exports"
@app.get("/export/{user}/{name}")
def export(user: str, name: str):
    path = os.path.join(EXPORTS, user, name)
    if not os.path.isfile(path):
        raise HTTPException(404)
    return FileResponse(path, filename=name)
# harmless: export
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import os
EXPORTS = os.path.realpath("/var/exports")
@app.get("/export/{user}/{name}")
def export(user: str, name: str):
    path = os.path.realpath(os.path.join(EXPORTS, user, name))
    if os.path.commonpath([EXPORTS, path]) != EXPORTS or not os.path.isfile(path):
        raise HTTPException(404)
    return FileResponse(path, filename=name)
# vulnerable: log viewer with default
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from pathlib import Path
LOGS = Path("/var/log/app")
@app.route("/logs")
def logs():
    log_file = LOGS / request.args.get("file", "app.log")
    return {"lines": log_file.read_text().splitlines()[-50:]}
# harmless: log viewer
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
from pathlib import Path
LOGS = Path("/var/log/app")
@app.route("/logs")
def logs():
    available = {p.name: p for p in LOGS.glob("*.log")}
    log_file = available.get(request.args.get("file", "app.log"))
    if log_file is None:
        abort(404)
    return {"lines": log_file.read_text().splitlines()[-50:]}
# harmless: uploaded uuid
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import uuid, aiofiles
@app.post("/u")
async def u(file: UploadFile):
    name = f"{uuid.uuid4()}.bin"
    async with aiofiles.open(f"/data/{name}", "wb") as out:
        await out.write(await file.read(1000))
    return {"name": name}
# harmless: hash name
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
import hashlib
@app.get("/c")
def c(url: str):
    name = hashlib.sha256(url.encode()).hexdigest()
    return FileResponse(f"/cache/{name}")
# harmless: purepath
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
from pathlib import PurePosixPath, Path
@app.post("/u")
def u():
    f = request.files["f"]
    f.save(Path("/srv") / PurePosixPath(f.filename).name)
    return ""
# harmless: isabs dotdot parts
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
from pathlib import Path
@app.get("/u")
def u():
    p = Path(request.args["p"])
    if p.is_absolute() or ".." in p.parts:
        abort(400)
    return send_file(Path("/srv") / p)
# harmless: class method check
from pathlib import Path
class Store:
    def __init__(self, root: str):
        self.root = Path(root).resolve()
    def _resolve(self, name: str) -> Path:
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root):
            raise ValueError(name)
        return path
    def read(self, name: str) -> str:
        return self._resolve(name).read_text()
    def write(self, filename: str, text: str) -> None:
        self._resolve(filename).write_text(text)
# vulnerable: report download class view
from django.http import FileResponse
from django.views import View
import os
class Download(View):
    root = "/srv/reports"
    def get(self, request, report_id):
        path = os.path.join(self.root, report_id + ".pdf")
        return FileResponse(open(path, "rb"))
# vulnerable: flask view arg path converter
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
@app.route("/files/<path:subpath>")
def files(subpath):
    with open("/srv/files/" + subpath, "rb") as fh:
        return Response(fh.read(100), mimetype="application/octet-stream")
# vulnerable: write from json
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
from pathlib import Path
from pydantic import BaseModel
class Note(BaseModel):
    name: str
    text: str
NOTES = Path("notes")
@app.put("/notes")
def put(note: Note):
    (NOTES / f"{note.name}.md").write_text(note.text)
    return {"ok": True}
# vulnerable: async upload helper
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse

app = FastAPI()
import aiofiles, os
async def store(upload: UploadFile, folder: str) -> str:
    target = os.path.join(folder, upload.filename)
    async with aiofiles.open(target, "wb") as out:
        await out.write(await upload.read())
    return target
@app.post("/u")
async def u(file: UploadFile):
    return {"path": await store(file, "/srv/up")}
# vulnerable: zip slip member
import os, zipfile
def extract_all(archive_path, out_dir):
    with zipfile.ZipFile(archive_path) as zf:
        for name in zf.namelist():
            with open(os.path.join(out_dir, name), "wb") as f:
                f.write(zf.read(name))
