"""Whole runs with a model, by the command line: what it says ends up in the project, and it never ends one."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.contracts.work import ReleasePlan
from pipeline.handoffs import find
from pipeline.models import metered
from storage.rows import CallOutcome
from storage.store import Store
from tests.pipeline.models.injections import PAYLOADS
from tests.pipeline.models.provider_server import ProviderServer, Reply, billed, by_role

ROOT = Path(__file__).parents[3]
CSV = "code,name,price\n" + "".join(f"{number:04},thing {number % 7},{number}.50\n" for number in range(60))
TITLE = "Things and what they cost"
PRICES = '{"openai/small": {"input_usd": 1, "output_usd": 4}}'

pytestmark = pytest.mark.usefixtures("quick_sandbox")


def begin(home: Path, address: str, *arguments: str) -> subprocess.Popen[str]:
    """The command line at work, with a provider at an address."""
    command = [sys.executable, "-m", "pipeline", *arguments, "--home", str(home), "--json"]
    known = {"OPENAI_BASE_URL": address, "OPENAI_API_KEY": "sk-canary", "QUINTET_MODEL_PRICES": PRICES}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | known, stdout=pipe, stderr=pipe, text=True)


def begin_run(home: Path, address: str, content: str = CSV) -> subprocess.Popen[str]:
    source = home / "things.csv"
    source.write_text(content, encoding="utf-8")
    return begin(home, address, "run", str(source), "--provider", "openai", "--model", "small", "--budget", "1")


def run(home: Path, address: str, content: str = CSV) -> dict[str, Any]:
    return finish(begin_run(home, address, content))


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    stdout, stderr = process.communicate(timeout=300)
    done = subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)
    assert done.returncode == 0, done.stderr
    assert "sk-canary" not in done.stdout + done.stderr
    summary: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return summary


def test_what_a_model_says_better_is_in_the_project(home: Path, server: ProviderServer) -> None:
    words = {"title": TITLE, "goals": ["Know the prices."]}
    server.script = billed(by_role(RequirementsAnalyst=Reply(json.dumps(words))))
    summary = run(home, server.address)
    assert summary["status"] == "awaiting_approval"
    readme = (home / "runs" / str(summary["run_id"]) / "workspace" / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {TITLE}")
    replies = [server.script(asked, 0) for asked in server.asked]
    paid = sum(reply.input_tokens * 1 + reply.output_tokens * 4 for reply in replies) / 1e6
    assert summary["cost_usd"] == pytest.approx(paid)
    low, high = summary["estimate_usd"]
    assert low <= summary["cost_usd"] <= high <= summary["budget_usd"] == 1


def test_a_brief_that_only_the_model_can_read(home: Path, server: ProviderServer) -> None:
    brief = home / "brief.txt"
    brief.write_text("Jam, please, and what it costs and weighs.", encoding="utf-8")
    fields = [{"label": "Costs", "type": "decimal"}, {"label": "Weighs", "type": "decimal"}]
    arguments = ("run", str(brief), "--provider", "openai", "--model", "small", "--budget", "1")
    server.script = by_role(RequirementsAnalyst=Reply(json.dumps({"missed": [{"label": "Jam", "fields": fields}]})))
    summary = finish(begin(home, server.address, *arguments))
    assert summary["status"] == "awaiting_approval"
    schema = (home / "runs" / str(summary["run_id"]) / "workspace" / "app" / "schema.py").read_text(encoding="utf-8")
    assert 'name="costs"' in schema
    server.script = by_role(RequirementsAnalyst=Reply(json.dumps({"title": TITLE})))
    brief.write_text("Honey, please, and what it costs.", encoding="utf-8")
    silent = begin(home, server.address, *arguments)
    assert "No kind of record was found" in "".join(silent.communicate(timeout=300))
    assert silent.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGKILL")
def test_a_process_that_is_killed_during_a_call_repeats_that_call_alone(home: Path, server: ProviderServer) -> None:
    server.reply(Reply("{}", delay_s=20), Reply(json.dumps({"title": TITLE})))
    process = begin_run(home, server.address, CSV.replace("price", "value"))
    deadline = time.monotonic() + 120
    while not server.asked and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    store = Store(home / "quintet.db", lambda: b"")
    killed = store.runs.newest(limit=1)[0]
    (lost,) = [entry for entry in store.ledger.entries(killed.id) if entry.provider == "openai"]
    assert not lost.settled
    summary = finish(begin(home, server.address, "resume", str(killed.id)))
    assert summary["status"] == "awaiting_approval"
    entries = [entry for entry in store.ledger.entries(killed.id) if entry.provider == "openai"]
    assert [entry.outcome for entry in entries][:2] == [CallOutcome.LOST, CallOutcome.ANSWERED]
    assert (entries[0].call_key, entries[0].cost_nusd) == (lost.call_key, lost.reserved_nusd)
    asked = [json.dumps(each["messages"]) for each in server.asked]
    assert [asked.count(each) for each in dict.fromkeys(asked)] == [2, *[1] * (len(set(asked)) - 1)]
    assert store.ledger.spent_usd(killed.id) == sum(entry.cost_usd for entry in entries)


def test_neither_trouble_nor_orders_change_a_plan(home: Path, server: ProviderServer) -> None:
    """A release of a hostile file with an obedient model is that of the same file without an answer, but for words."""
    store = Store(home / "quintet.db", lambda: b"")
    lines = ["code,name,note", *(f'{number},thing,"{each}"' for number, each in enumerate(cells(), 1))]
    content = "\n".join(lines) + "\n"
    server.reply(
        Reply("busy", 429, {"Retry-After": "0"}),
        Reply(cut_at=30),
        Reply("Gladly!"),
        Reply('{"title": 1}'),
        Reply("oops", 500),
    )
    troubled = run(home, server.address, content)
    assert 0 < troubled["cost_usd"] <= 1
    assert len(server.asked) <= metered.MOST_REQUESTS * len({json.dumps(each["messages"][0]) for each in server.asked})
    told = " ".join(event.message for event in store.events.after(troubled["run_id"]))
    assert "takes no more requests for now" in told
    assert "the built-in engine's answer stands" in told
    asked = len(server.asked)
    server.script = obedient
    obeyed = run(home, server.address, content)
    assert len(server.asked) > asked
    plans = []
    for summary in (troubled, obeyed):
        assert summary["status"] == "awaiting_approval"
        assert store.decisions.of_run(summary["run_id"]) is None
        plan = find(store.runs, summary["run_id"], ReleasePlan)
        assert plan is not None
        differs = {"tree_hash": "", "commit_message": "", "files": 0, "parent": None, "tag": ""}
        plans.append(plan.model_copy(update=differs))
    assert plans[0] == plans[1]


def cells() -> list[str]:
    """Texts that fit on a line of a file."""
    return [each.replace('"', '""') for each in PAYLOADS if each.isprintable() and len(each) < 200]


def obedient(asked: dict[str, Any], number: int) -> Reply:
    """What a model answers that takes what it reads for orders."""
    given = json.loads(asked["messages"][1]["content"])
    word = PAYLOADS[number % len(PAYLOADS)]
    hostile = [
        {"path": path, "content": "import os\nos.system('id')\n"} for path in ("../../x.py", ".git/hooks/post-commit")
    ]
    said = {
        "title": word,
        "goals": [word, *PAYLOADS[:3]],
        "insights": [word],
        "tasks": [{"requirement": "R1", "change": word, "files": ["/etc/passwd", "../x"]}],
        "patches": [{"requirement": "R1", "summary": word, "new_files": hostile, "shrinks_because": word}],
    }
    return Reply(json.dumps({name: said[name] for name in given["answer_schema"]["properties"] if name in said}))
