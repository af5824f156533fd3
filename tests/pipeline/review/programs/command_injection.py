# vulnerable: os.popen
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import os
@app.route("/l")
def l():
    return {"o": os.popen(f"ls {request.args.get('d')}").read(1000)}
# vulnerable: sh module Popen list shell
def run(name):
    import subprocess
    subprocess.Popen(["sh", "-c", f"echo {name}"])
# vulnerable: getstatusoutput
import subprocess as sp
def size(path):
    return sp.getstatusoutput("du -sh %s" % path)
# vulnerable: input
import os
os.system("ping " + input("host: "))
# vulnerable: subprocess str no shell
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import subprocess
@app.get("/p")
def p(cmd: str):
    return subprocess.run(cmd.split(), capture_output=True, timeout=4).stdout
# vulnerable: fabric
from fabric import Connection
def deploy(host, branch):
    with Connection(host) as c:
        c.run(f"git checkout {branch}")
# vulnerable: docker exec
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import docker
@app.post("/e")
def e():
    c = docker.from_env().containers.get("web")
    c.exec_run("sh -c 'ls " + request.form["d"] + "'")
    return ""
# harmless: allow dict
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import subprocess
CMDS = {"up": ["uptime"], "df": ["df", "-h"]}
@app.get("/c")
def c():
    cmd = CMDS.get(request.args["c"])
    if cmd is None:
        abort(404)
    return {"o": subprocess.run(cmd, capture_output=True, text=True, timeout=3).stdout}
# harmless: const shell
import subprocess
def up():
    return subprocess.run("uptime | cut -c1-10", shell=True, capture_output=True, timeout=3)
# harmless: quote join
import shlex, subprocess
def grep(words):
    cmd = "grep " + " ".join(shlex.quote(w) for w in words)
    subprocess.run(cmd, shell=True, timeout=3)
# harmless: map quote
import shlex, subprocess
def grep(words):
    cmd = "grep " + " ".join(map(shlex.quote, words))
    subprocess.run(cmd, shell=True, timeout=3)
# harmless: ipaddress
import ipaddress, os
def ping(host):
    ip = ipaddress.ip_address(host)
    os.system(f"ping -c1 {ip}")
# harmless: ipaddress checked
import ipaddress, os
def ping(host):
    ipaddress.ip_address(host)
    os.system(f"ping -c1 {host}")
# harmless: regex guard
import re, os
def ping(host):
    if not re.match(r"^[a-zA-Z0-9.-]+$", host):
        raise ValueError("bad host")
    os.system(f"ping -c1 {host}")
# vulnerable: weak regex
import re, os
def ping(host):
    if not re.match(r"[a-z]", host):
        raise ValueError("bad host")
    os.system(f"ping -c1 {host}")
# vulnerable: env var in handler message
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

app = FastAPI()
import subprocess
@app.post("/hook")
async def hook(request: Request):
    payload = await request.json()
    repo = payload["repository"]["clone_url"]
    subprocess.Popen("git clone " + repo, shell=True)
    return {}
# vulnerable: kwargs executable sh
import subprocess
def f(cmd):
    subprocess.run(["/bin/bash", "-lc", cmd], check=True)
# vulnerable: celery
from celery import Celery
import os
app = Celery("a")
@app.task
def thumb(name):
    os.system("convert %s out.png" % name)
# vulnerable: ssh list
import subprocess
def f(host, path):
    subprocess.run(["ssh", host, f"ls {path}"], timeout=4)
# harmless: wrapper with list
import subprocess
def run(args):
    return subprocess.run(args, check=True, timeout=3)
def f(name):
    run(["id", name])
# harmless: regex compile
import re, subprocess
HOST = re.compile(r"^[A-Za-z0-9.-]{1,253}$")
def ping(host):
    if not HOST.match(host):
        raise ValueError(host)
    return subprocess.check_output(f"ping -c 1 {host}", shell=True, timeout=3)
# harmless: enumerated
import subprocess
def f(level):
    flag = {"low": "-1", "high": "-9"}[level]
    subprocess.run(f"gzip {flag} data.txt", shell=True, timeout=3)
# vulnerable: tempfile and shell
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import subprocess, tempfile
@app.post("/pdf")
def pdf():
    title = request.form.get("title", "doc")
    with tempfile.TemporaryDirectory() as tmp:
        cmd = f'wkhtmltopdf --title "{title}" page.html {tmp}/out.pdf'
        subprocess.check_call(cmd, shell=True, timeout=30)
    return "", 204
# harmless: tempfile
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, url_for

app = Flask(__name__)
import subprocess, tempfile
@app.post("/pdf")
def pdf():
    title = request.form.get("title", "doc")
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.check_call(["wkhtmltopdf", "--title", title, "page.html", f"{tmp}/out.pdf"], timeout=30)
    return "", 204
# vulnerable: run with list joined
import os
class Archiver:
    def __init__(self, name):
        self.name = name
    def run(self):
        os.system(" ".join(["tar", "-cf", self.name + ".tar", "data"]))
# harmless: validated in init
import re, os
class Archiver:
    def __init__(self, name):
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise ValueError(name)
        self.name = name
    def run(self):
        os.system(" ".join(["tar", "-cf", self.name + ".tar", "data"]))
# harmless: positional sh
import subprocess
def f(name):
    subprocess.run(["sh", "-c", 'echo "$1"', "sh", name], timeout=3)
# harmless: which
import shutil, subprocess
def f(path):
    tool = shutil.which("ffprobe")
    return subprocess.run([tool, "-v", "error", path], capture_output=True, timeout=3)
# vulnerable: backup script
import subprocess, sys
def main(argv):
    db = argv[1]
    subprocess.run(f"pg_dump {db} > {db}.sql", shell=True, check=True)
if __name__ == "__main__":
    main(sys.argv)
# vulnerable: docker sdk popen helper
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, render_template, render_template_string, request
from flask import send_file, send_from_directory, session, url_for

app = Flask(__name__)
from subprocess import Popen, PIPE
def sh(cmd):
    return Popen(cmd, shell=True, stdout=PIPE).communicate(timeout=9)[0]
@app.get("/w")
def w():
    return {"o": sh("whois " + request.args["d"]).decode()}
