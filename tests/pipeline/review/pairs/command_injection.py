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
