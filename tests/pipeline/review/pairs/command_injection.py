# pair: flask ping with os.system
# vulnerable
import os

from flask import Flask, request

app = Flask(__name__)


@app.route("/ping")
def ping():
    host = request.args["host"]
    code = os.system("ping -c 1 " + host)
    return {"reachable": code == 0}
# fixed
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.route("/ping")
def ping():
    host = request.args["host"]
    done = subprocess.run(["ping", "-c", "1", "--", host], check=False, timeout=10)
    return {"reachable": done.returncode == 0}
# pair: shell of a helper with an alias
# vulnerable
from subprocess import check_output as run_command

from fastapi import FastAPI

app = FastAPI()


def line_count(name: str) -> int:
    return int(run_command(f"wc -l < reports/{name}", shell=True, timeout=5))


@app.get("/reports/{name}/lines")
def lines(name: str):
    return {"lines": line_count(name)}
# fixed
import shlex
from subprocess import check_output as run_command

from fastapi import FastAPI

app = FastAPI()


def line_count(name: str) -> int:
    return int(run_command(f"wc -l < reports/{shlex.quote(name)}", shell=True, timeout=5))


@app.get("/reports/{name}/lines")
def lines(name: str):
    return {"lines": line_count(name)}
# pair: asyncio shell in a websocket
# vulnerable
import asyncio

from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/convert")
async def convert(websocket: WebSocket):
    await websocket.accept()
    target = await websocket.receive_text()
    process = await asyncio.create_subprocess_shell("convert input.png %s" % target)
    await websocket.send_json({"code": await process.wait()})
# fixed
import asyncio
import re

from fastapi import FastAPI, WebSocket

app = FastAPI()
NAME = re.compile(r"[a-z0-9_]{1,40}\.(png|jpg)")


@app.websocket("/convert")
async def convert(websocket: WebSocket):
    await websocket.accept()
    target = await websocket.receive_text()
    if not NAME.fullmatch(target):
        await websocket.close(code=1008)
        return
    process = await asyncio.create_subprocess_exec("convert", "input.png", target)
    await websocket.send_json({"code": await process.wait()})
# pair: paramiko command in a class
# vulnerable
import paramiko


class Remote:
    def __init__(self, host):
        self.client = paramiko.SSHClient()
        self.client.load_system_host_keys()
        self.client.connect(host, timeout=10)

    def disk_usage(self, folder):
        _, out, _ = self.client.exec_command(f"du -sh {folder}")
        return out.read(4096).decode()
# fixed
import shlex

import paramiko


class Remote:
    def __init__(self, host):
        self.client = paramiko.SSHClient()
        self.client.load_system_host_keys()
        self.client.connect(host, timeout=10)

    def disk_usage(self, folder):
        _, out, _ = self.client.exec_command("du -sh " + shlex.quote(folder))
        return out.read(4096).decode()
# pair: message of a queue to popen
# vulnerable
import json
import os

import pika


def on_message(channel, method, properties, body):
    job = json.loads(body)
    with os.popen("ffmpeg -i " + job["source"] + " out.mp4") as pipe:
        print(pipe.read(10_000))
    channel.basic_ack(method.delivery_tag)


def main():
    connection = pika.BlockingConnection()
    channel = connection.channel()
    channel.basic_consume(queue="jobs", on_message_callback=on_message)
    channel.start_consuming()
# fixed
import json
import subprocess

import pika


def on_message(channel, method, properties, body):
    job = json.loads(body)
    command = ["ffmpeg", "-i", f"file:{job['source']}", "out.mp4"]
    subprocess.run(command, check=True, timeout=600)
    channel.basic_ack(method.delivery_tag)


def main():
    connection = pika.BlockingConnection()
    channel = connection.channel()
    channel.basic_consume(queue="jobs", on_message_callback=on_message)
    channel.start_consuming()
# pair: bash in a list, with a joined text
# vulnerable
import subprocess

from django.http import JsonResponse
from django.views import View


class Backup(View):
    def post(self, request):
        parts = ["tar", "czf", "/backups/site.tgz", request.POST.get("folder", "media")]
        done = subprocess.run(["bash", "-c", " ".join(parts)], timeout=60)
        return JsonResponse({"code": done.returncode})
# fixed
import subprocess

from django.http import HttpResponseBadRequest, JsonResponse
from django.views import View

FOLDERS = ("media", "static")


class Backup(View):
    def post(self, request):
        folder = request.POST.get("folder", "media")
        if folder not in FOLDERS:
            return HttpResponseBadRequest("unknown folder")
        parts = ["tar", "czf", "/backups/site.tgz", folder]
        done = subprocess.run(["bash", "-c", " ".join(parts)], timeout=60)
        return JsonResponse({"code": done.returncode})
# pair: a number is no command
# vulnerable
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)


@app.post("/stop")
def stop():
    form = request.get_json()
    command = "kill -TERM {pid}".format(pid=form["pid"])
    if subprocess.call(command, shell=True, timeout=5):
        abort(500)
    return "", 204
# fixed
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)


@app.post("/stop")
def stop():
    form = request.get_json()
    try:
        pid = int(form["pid"])
    except (KeyError, ValueError):
        abort(400)
    command = "kill -TERM {pid}".format(pid=pid)
    if subprocess.call(command, shell=True, timeout=5):
        abort(500)
    return "", 204
# pair: popen of a helper
# vulnerable
import subprocess


def convert(source, target):
    process = subprocess.Popen(f"ffmpeg -i {source} {target}", shell=True)
    return process.wait(timeout=60)
# fixed
import subprocess


def convert(source, target):
    process = subprocess.Popen(["ffmpeg", "-i", source, target])
    return process.wait(timeout=60)
# pair: getoutput
# vulnerable
from subprocess import getoutput

from flask import Flask, request

app = Flask(__name__)


@app.get("/dns")
def dns():
    domain = request.args.get("domain", "")
    return {"answer": getoutput("nslookup " + domain)}
# fixed
import re
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)


@app.get("/dns")
def dns():
    domain = request.args.get("domain", "")
    if re.fullmatch(r"[a-z0-9.-]{1,253}", domain) is None:
        abort(400)
    done = subprocess.run(["nslookup", domain], capture_output=True, text=True, timeout=5, check=False)
    return {"answer": done.stdout}
# pair: git branch
# vulnerable
import subprocess

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Checkout(BaseModel):
    branch: str


@app.post("/checkout")
async def checkout(body: Checkout):
    output = subprocess.check_output(f"git checkout {body.branch}", shell=True, timeout=30)
    return {"output": output.decode()}
# fixed
import subprocess

from fastapi import FastAPI
from pydantic import BaseModel, Field

app = FastAPI()


class Checkout(BaseModel):
    branch: str = Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_/-]*$")


@app.post("/checkout")
async def checkout(body: Checkout):
    output = subprocess.check_output(["git", "checkout", body.branch], timeout=30)
    return {"output": output.decode()}
# pair: argument of a script
# vulnerable
import argparse
import os


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    options = parser.parse_args()
    os.system(f"rm -rf {options.folder}/cache")


if __name__ == "__main__":
    main()
# fixed
import argparse
import shutil
from pathlib import Path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    shutil.rmtree(options.folder / "cache")


if __name__ == "__main__":
    main()
# pair: shlex split
# vulnerable
import shlex
import subprocess

from django.http import JsonResponse


def run_tool(request):
    command = "imagetool " + request.GET["options"]
    done = subprocess.run(shlex.split(command), timeout=20, check=False)
    return JsonResponse({"code": done.returncode})
# fixed
import subprocess

from django.http import JsonResponse

SIZES = {"small": "--width=100", "large": "--width=900"}


def run_tool(request):
    option = SIZES.get(request.GET["size"], "--width=300")
    done = subprocess.run(["imagetool", option], timeout=20, check=False)
    return JsonResponse({"code": done.returncode})
# pair: decorator and thread
# vulnerable
import asyncio
import os

from fastapi import APIRouter, Depends

from app.security import require_admin

router = APIRouter(dependencies=[Depends(require_admin)])


@router.post("/services/{name}/restart")
async def restart(name: str):
    code = await asyncio.to_thread(os.system, f"systemctl restart {name}")
    return {"code": code}
# fixed
import asyncio

from fastapi import APIRouter, Depends, HTTPException

from app.security import require_admin

router = APIRouter(dependencies=[Depends(require_admin)])
SERVICES = ("web", "worker")


@router.post("/services/{name}/restart")
async def restart(name: str):
    if name not in SERVICES:
        raise HTTPException(status_code=404)
    process = await asyncio.create_subprocess_exec("systemctl", "restart", name)
    return {"code": await process.wait()}
# pair: class with a shell flag in a constant
# vulnerable
import subprocess


class Runner:
    OPTIONS = {"shell": True, "timeout": 10}

    def grep(self, word):
        return subprocess.run("grep -r '%s' /var/log/app" % word, **self.OPTIONS)
# fixed
import subprocess


class Runner:
    OPTIONS = {"timeout": 10}

    def grep(self, word):
        return subprocess.run(["grep", "-r", "-e", word, "/var/log/app"], **self.OPTIONS)
# pair: async shell
# vulnerable
import asyncio

from aiohttp import web


async def whois(request: web.Request) -> web.Response:
    domain = request.query["domain"]
    process = await asyncio.create_subprocess_shell(
        "whois %s" % domain, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 15)
    return web.Response(text=out.decode(errors="replace"))


app = web.Application()
app.add_routes([web.get("/whois", whois)])
# fixed
import asyncio

from aiohttp import web


async def whois(request: web.Request) -> web.Response:
    domain = request.query["domain"]
    process = await asyncio.create_subprocess_exec(
        "whois", "--", domain, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 15)
    return web.Response(text=out.decode(errors="replace"))


app = web.Application()
app.add_routes([web.get("/whois", whois)])
# pair: backup dataclass
# vulnerable
from dataclasses import dataclass
import subprocess as sp


@dataclass(frozen=True)
class Backup:
    database: str
    output: str
    compress: bool = True

    def command(self) -> str:
        parts = ["pg_dump", self.database]
        if self.compress:
            parts += ["|", "gzip"]
        parts += [">", self.output]
        return " ".join(parts)

    def run(self) -> None:
        sp.check_call(self.command(), shell=True)
# fixed
from dataclasses import dataclass
import subprocess as sp


@dataclass(frozen=True)
class Backup:
    database: str
    output: str
    compress: bool = True

    def command(self) -> list[str]:
        parts = ["pg_dump", "--file", self.output]
        if self.compress:
            parts.append("--compress=9")
        return [*parts, "--", self.database]

    def run(self) -> None:
        sp.check_call(self.command())
# pair: bash dash c
# vulnerable
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)


@app.post("/build")
def build():
    target = request.json["target"]
    result = subprocess.run(["bash", "-c", "make " + target], capture_output=True, timeout=300)
    return {"code": result.returncode}
# fixed
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)
TARGETS = frozenset({"lint", "test", "docs"})


@app.post("/build")
def build():
    target = request.json["target"]
    if target not in TARGETS:
        abort(400)
    result = subprocess.run(["make", target], capture_output=True, timeout=300)
    return {"code": result.returncode}
# pair: os system convert
# vulnerable
import os
import sys


def convert(source: str, target: str) -> None:
    """Turn a video into an animated picture."""
    code = os.system("ffmpeg -i " + source + " " + target)
    if code:
        sys.exit(f"ffmpeg ended with {code}")


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
# fixed
import os
import subprocess
import sys


def convert(source: str, target: str) -> None:
    """Turn a video into an animated picture."""
    code = subprocess.call(["ffmpeg", "-i", source, target])
    if code:
        sys.exit(f"ffmpeg ended with {code}")


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
# pair: ping
# vulnerable
import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/ping/{host}")
def ping(host: str):
    done = subprocess.run(f"ping -c 1 {host}", shell=True, capture_output=True, text=True, timeout=10)
    return {"alive": done.returncode == 0, "output": done.stdout}
# fixed
import subprocess
import ipaddress

from fastapi import FastAPI

app = FastAPI()


@app.get("/ping/{host}")
def ping(host: str):
    address = str(ipaddress.ip_address(host))
    done = subprocess.run(["ping", "-c", "1", address], capture_output=True, text=True, timeout=10)
    return {"alive": done.returncode == 0, "output": done.stdout}
# pair: popen grep
# vulnerable
import os

from flask import Flask, request

app = Flask(__name__)


@app.get("/logs")
def logs():
    pattern = request.args.get("q", "")
    with os.popen(f"grep '{pattern}' /var/log/app.log | tail -n 50") as pipe:
        return {"lines": pipe.read().splitlines()}
# fixed
import os
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.get("/logs")
def logs():
    pattern = request.args.get("q", "")
    found = subprocess.run(
        ["grep", "-e", pattern, "/var/log/app.log"], capture_output=True, text=True, timeout=5, check=False
    )
    return {"lines": found.stdout.splitlines()[-50:]}
# pair: runner class
# vulnerable
import shlex
from subprocess import PIPE, Popen


class Git:
    """A few Git commands in one repository."""

    def __init__(self, folder):
        self.folder = folder

    def _run(self, command):
        process = Popen(command, shell=True, cwd=self.folder, stdout=PIPE)
        return process.communicate(timeout=60)[0].decode()

    def log(self, branch):
        return self._run("git log --oneline {}".format(branch)).splitlines()

    def status(self):
        return self._run("git status --short")
# fixed
import shlex
from subprocess import PIPE, Popen


class Git:
    """A few Git commands in one repository."""

    def __init__(self, folder):
        self.folder = folder

    def _run(self, command):
        process = Popen(shlex.split(command) if isinstance(command, str) else command, cwd=self.folder, stdout=PIPE)
        return process.communicate(timeout=60)[0].decode()

    def log(self, branch):
        return self._run(["git", "log", "--oneline", "--end-of-options", branch]).splitlines()

    def status(self):
        return self._run("git status --short")
# pair: constant shell flag
# vulnerable
import subprocess
import sys
from pathlib import Path

USE_SHELL = True


def lint(files):
    for name in files:
        yield subprocess.run("flake8 " + name, shell=USE_SHELL, capture_output=True, timeout=60)


if __name__ == "__main__":
    print(sum(done.returncode for done in lint(sys.argv[1:])))
# fixed
import subprocess
import sys
from pathlib import Path

USE_SHELL = False


def lint(files):
    for name in files:
        yield subprocess.run(["flake8", "--", name], shell=USE_SHELL, capture_output=True, timeout=60)


if __name__ == "__main__":
    print(sum(done.returncode for done in lint(sys.argv[1:])))
# pair: click tar
# vulnerable
import os

import click


@click.command()
@click.argument("folder")
@click.option("--name", default="backup")
def main(folder, name):
    if os.system("tar czf %s.tgz %s" % (name, folder)) != 0:
        raise click.ClickException("tar failed")


if __name__ == "__main__":
    main()
# fixed
import os

import click
import tarfile


@click.command()
@click.argument("folder")
@click.option("--name", default="backup")
def main(folder, name):
    with tarfile.open(f"{name}.tgz", "w:gz") as archive:
        archive.add(folder)


if __name__ == "__main__":
    main()
# pair: paramiko exec
# vulnerable
import shlex

import paramiko
from fastapi import APIRouter

router = APIRouter()


@router.post("/restart/{service}")
def restart(service: str):
    ssh = paramiko.SSHClient()
    ssh.load_system_host_keys()
    ssh.connect("app1.internal", timeout=5)
    _, out, _ = ssh.exec_command("systemctl restart " + service)
    return {"output": out.read().decode()}
# fixed
import shlex

import paramiko
from fastapi import APIRouter

router = APIRouter()


@router.post("/restart/{service}")
def restart(service: str):
    ssh = paramiko.SSHClient()
    ssh.load_system_host_keys()
    ssh.connect("app1.internal", timeout=5)
    _, out, _ = ssh.exec_command("systemctl restart " + shlex.quote(service))
    return {"output": out.read().decode()}
# pair: partial shell
# vulnerable
import functools
import subprocess

from flask import Flask, request

app = Flask(__name__)
sh = functools.partial(subprocess.check_output, shell=True, text=True, timeout=10)


@app.get("/dig")
def dig():
    name = request.args["name"]
    return {"answer": sh("dig +short " + name)}
# fixed
import functools
import subprocess

from flask import Flask, request

app = Flask(__name__)
sh = functools.partial(subprocess.check_output, text=True, timeout=10)


@app.get("/dig")
def dig():
    name = request.args["name"]
    return {"answer": sh(["dig", "+short", "-q", name])}
# pair: queue worker
# vulnerable
import queue
import subprocess
import threading

jobs: "queue.Queue[dict]" = queue.Queue()


def worker():
    while True:
        job = jobs.get()
        source, target = job["source"], job["target"]
        subprocess.run(f"convert '{source}' -resize 200x200 '{target}'", shell=True, check=False, timeout=60)
        jobs.task_done()


threading.Thread(target=worker, daemon=True).start()
# fixed
import queue
import subprocess
import threading

jobs: "queue.Queue[dict]" = queue.Queue()


def worker():
    while True:
        job = jobs.get()
        source, target = job["source"], job["target"]
        subprocess.run(["convert", source, "-resize", "200x200", target], check=False, timeout=60)
        jobs.task_done()


threading.Thread(target=worker, daemon=True).start()
# pair: typer git
# vulnerable
import os
import subprocess
import typer

cli = typer.Typer()


@cli.command()
def tag(version: str, message: str = ""):
    command = 'git tag -a {v} -m "{m}"'.format(v=version, m=message)
    subprocess.getoutput(command)


if __name__ == "__main__":
    cli()
# fixed
import os
import subprocess
import typer

cli = typer.Typer()


@cli.command()
def tag(version: str, message: str = ""):
    subprocess.run(["git", "tag", "-a", version, "-m", message], check=True, timeout=30)


if __name__ == "__main__":
    cli()
# pair: class attribute template
# vulnerable
import subprocess
from string import Template


class Renderer:
    COMMAND = Template("wkhtmltopdf $url $out")

    def render(self, url: str, out: str) -> None:
        subprocess.run(self.COMMAND.substitute(url=url, out=out), shell=True, check=True, timeout=60)
# fixed
import subprocess
from string import Template


class Renderer:
    COMMAND = ("wkhtmltopdf", "--quiet")

    def render(self, url: str, out: str) -> None:
        subprocess.run([*self.COMMAND, url, out], check=True, timeout=60)
# pair: docker logs
# vulnerable
import subprocess
from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/logs")
def logs(container: str, lines: int = 100):
    cmd = f"docker logs --tail {lines} {container}"
    return {"log": subprocess.check_output(cmd, shell=True, text=True, timeout=10)}
# fixed
import subprocess
from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/logs")
def logs(container: str = Query(pattern=r"^[a-z0-9_-]+$"), lines: int = 100):
    cmd = ["docker", "logs", "--tail", str(lines), container]
    return {"log": subprocess.check_output(cmd, text=True, timeout=10)}
# pair: git hook server
# vulnerable
import json
import subprocess
from http.server import BaseHTTPRequestHandler


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers["Content-Length"])
        event = json.loads(self.rfile.read(size))
        branch = event["ref"].split("/")[-1]
        subprocess.Popen(f"git checkout {branch} && git pull", shell=True)
        self.send_response(204)
        self.end_headers()
# fixed
import json
import subprocess
from http.server import BaseHTTPRequestHandler

BRANCHES = ("main", "develop")


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers["Content-Length"])
        event = json.loads(self.rfile.read(size))
        branch = event["ref"].split("/")[-1]
        if branch not in BRANCHES:
            self.send_error(400)
            return
        subprocess.Popen(f"git checkout {branch} && git pull", shell=True)
        self.send_response(204)
        self.end_headers()
# pair: zip password
# vulnerable
import os
import shlex


def protect(path, password):
    status = os.system(f'zip -P "{password}" "{path}.zip" "{path}"')
    if status:
        raise OSError("zip failed")
# fixed
import os
import shlex


def protect(path, password):
    status = os.system(shlex.join(["zip", "-P", password, path + ".zip", path]))
    if status:
        raise OSError("zip failed")
# pair: cron yaml
# vulnerable
import os
import yaml


def run_all(path):
    with open(path) as f:
        jobs = yaml.safe_load(f)["jobs"]
    for job in jobs:
        print("running", job["name"])
        os.system(f"backup --target {job['target']}")
# fixed
import os
import yaml
import subprocess


def run_all(path):
    with open(path) as f:
        jobs = yaml.safe_load(f)["jobs"]
    for job in jobs:
        print("running", job["name"])
        subprocess.run(["backup", "--target", job["target"]], timeout=600, check=True)
# pair: pipeline list
# vulnerable
import subprocess


class Thumbnailer:
    def __init__(self, width=200):
        self.width = width

    def make(self, source, target):
        command = ["sh", "-c", f"convert {source} -resize {self.width} {target}"]
        subprocess.run(command, check=True, timeout=30)
# fixed
import subprocess


class Thumbnailer:
    def __init__(self, width=200):
        self.width = width

    def make(self, source, target):
        command = ["convert", source, "-resize", str(self.width), target]
        subprocess.run(command, check=True, timeout=30)
# pair: streamlit nslookup
# vulnerable
import subprocess
import streamlit as st

host = st.text_input("Host")
if host:
    st.code(subprocess.run("nslookup " + host, shell=True, capture_output=True, text=True, timeout=5).stdout)
# fixed
import subprocess
import streamlit as st
import re

host = st.text_input("Host")
if re.fullmatch(r"[a-z0-9.-]+", host):
    st.code(subprocess.run(["nslookup", host], capture_output=True, text=True, timeout=5).stdout)
