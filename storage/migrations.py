"""The schema, as a list of steps that is only ever added to."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("quintet")


@MIGRATIONS()
def create_runs(db: Database) -> None:
    """Runs, the steps that they take, and what happens in them."""
    db.table("runs").create(
        {
            "id": int,
            "project": str,
            "revision": int,
            "parent_run": int,
            "request": str,
            "workflow_id": str,
            "state": str,
            "status": str,
            "error": str,
            "created_at": str,
            "started_at": str,
            "finished_at": str,
        },
        pk="id",
        not_null={"project", "revision", "request", "workflow_id", "state", "status", "error", "created_at"},
    )
    db.table("runs").create_index(["project", "revision"], unique=True)
    db.table("runs").create_index(["status"])
    db.table("steps").create(
        {
            "run_id": int,
            "position": int,
            "state": str,
            "agent": str,
            "role": str,
            "attempt": int,
            "started_at": str,
            "finished_at": str,
            "handoff": str,
            "error": str,
        },
        pk=("run_id", "position"),
        not_null={"state", "agent", "role", "attempt", "started_at", "error"},
        foreign_keys=[("run_id", "runs", "id")],
    )
    db.table("events").create(
        {"id": int, "run_id": int, "at": str, "kind": str, "level": str, "agent": str, "role": str, "message": str},
        pk="id",
        not_null={"at", "kind", "level", "agent", "role", "message"},
        foreign_keys=[("run_id", "runs", "id")],
    )
    db.table("events").create_index(["run_id", "id"])


@MIGRATIONS()
def create_ledger(db: Database) -> None:
    """What calls cost, in billionths of a US dollar."""
    db.table("ledger").create(
        {
            "id": int,
            "run_id": int,
            "call_key": str,
            "at": str,
            "agent": str,
            "role": str,
            "provider": str,
            "model": str,
            "input_tokens": int,
            "output_tokens": int,
            "reserved_nusd": int,
            "cost_nusd": int,
            "duration_s": float,
            "settled": int,
        },
        pk="id",
        not_null={"run_id", "call_key", "at", "agent", "role", "provider", "model", "reserved_nusd", "settled"},
        foreign_keys=[("run_id", "runs", "id")],
    )
    db.table("ledger").create_index(["run_id", "call_key"], unique=True)


@MIGRATIONS()
def create_decisions_and_deployments(db: Database) -> None:
    """What the person decided, once a run, and what was deployed because of it."""
    db.table("decisions").create(
        {
            "run_id": int,
            "verdict": str,
            "at": str,
            "who": str,
            "plan": str,
            "comment": str,
        },
        pk="run_id",
        not_null={"verdict", "at", "who", "plan", "comment"},
        foreign_keys=[("run_id", "runs", "id")],
    )
    db.table("deployments").create(
        {
            "id": int,
            "run_id": int,
            "project": str,
            "revision": int,
            "target": str,
            "state": str,
            "wanted": str,
            "commit_hash": str,
            "remote": str,
            "branch": str,
            "folder": str,
            "environment": str,
            "url": str,
            "port": int,
            "pid": int,
            "process_started": float,
            "probe": str,
            "health": str,
            "reason": str,
            "replaces": int,
            "created_at": str,
            "healthy_at": str,
            "ended_at": str,
        },
        pk="id",
        not_null={"run_id", "project", "revision", "target", "state", "wanted", "created_at"},
        foreign_keys=[("run_id", "runs", "id")],
    )
    db.table("deployments").create_index(["run_id"], unique=True)
    db.table("deployments").create_index(["project"])


@MIGRATIONS()
def create_settings(db: Database) -> None:
    """What the person set, and the secrets, encrypted."""
    db.table("settings").create({"name": str, "value": str}, pk="name", not_null={"value"})
    db.table("secrets").create(
        {"name": str, "token": bytes, "saved_at": str}, pk="name", not_null={"token", "saved_at"}
    )


@MIGRATIONS()
def create_answers(db: Database) -> None:
    """What models answered, by the hash of all that they were asked."""
    texts = dict.fromkeys(("key", "at", "provider", "model", "role", "text", "finish_reason"), str)
    numbers = dict.fromkeys(("run_id", "usable", "input_tokens", "output_tokens"), int)
    columns: dict[str, type[str | int]] = {**texts, **numbers}
    db.table("answers").create(columns, pk="key", not_null=columns.keys() - {"key"})


@MIGRATIONS()
def tell_outcomes_of_calls(db: Database) -> None:
    """How a call ended."""
    db.table("ledger").add_column("outcome", str, not_null_default="")


@MIGRATIONS()
def find_answers_by_meaning(db: Database) -> None:
    """What a question means, whom its answer names, and what a person says of an answer that was used again."""
    answers = db.table("answers")
    answers.add_column("meaning", str, not_null_default="")
    answers.add_column("names", str, not_null_default="[]")
    answers.add_column("wrong", int, not_null_default=0)
    answers.create_index(["meaning"])
    texts = dict.fromkeys(("call_key", "answer_key", "role", "at", "outcome"), str)
    numbers = dict.fromkeys(("id", "run_id", "from_run", "wrong"), int)
    columns: dict[str, type[str | int]] = {**numbers, **texts}
    db.table("reuses").create(columns, pk="id", not_null=columns.keys() - {"id"})
    db.table("reuses").create_index(["run_id", "call_key"], unique=True)


@MIGRATIONS()
def tell_routes_of_calls(db: Database) -> None:
    """Why a call went where it went, what it would have cost at the best model, and what it is added up under."""
    ledger = db.table("ledger")
    for name in ("tier", "reason", "label"):
        ledger.add_column(name, str, not_null_default="")
    ledger.add_column("complexity", float)
    ledger.add_column("premium_nusd", int, not_null_default=0)
    ledger.create_index(["at", "cost_nusd", "reserved_nusd"])


@MIGRATIONS()
def create_alerts(db: Database) -> None:
    """What the person was told about budgets, once each."""
    db.table("alerts").create({"budget": str, "percent": int, "at": str}, pk=("budget", "percent"), not_null={"at"})


@MIGRATIONS()
def create_outcomes(db: Database) -> None:
    """What became of models' answers, and what the person says of a run."""
    texts = dict.fromkeys(("role", "at", "tier", "model"), str)
    numbers = dict.fromkeys(("run_id", "position", "usable", "requests", "cost_nusd"), int)
    columns: dict[str, type[str | int | float]] = {**texts, **numbers, "complexity": float}
    outcomes = db.table("outcomes")
    outcomes.create(
        {**columns, "passed": int},
        pk=("run_id", "position", "role"),
        not_null=columns.keys(),
        foreign_keys=[("run_id", "runs", "id")],
    )
    outcomes.create_index(["at"])
    db.table("thumbs").create({"run_id": int, "value": int, "at": str}, pk="run_id", not_null={"value", "at"})


@MIGRATIONS()
def create_audit(db: Database) -> None:
    """What mattered for safety. AUTOINCREMENT keeps the greatest number ever given, which tells a cut-off end."""
    db.execute(
        "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, event TEXT NOT NULL,"
        " who TEXT NOT NULL, subject TEXT NOT NULL, run_id INTEGER, detail TEXT NOT NULL, previous TEXT NOT NULL,"
        " hash TEXT NOT NULL)"
    )
    db.table("audit").create_index(["run_id", "event"])
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER audit_refuses_{change.lower()} BEFORE {change} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'an entry of the audit log stays as it is'); END"
        )


@MIGRATIONS()
def create_dismissals(db: Database) -> None:
    """Findings that a person set aside."""
    columns = dict.fromkeys(("project", "finding", "reason", "who", "at"), str)
    db.table("dismissals").create(columns, pk=("project", "finding"), not_null=columns.keys())


@MIGRATIONS()
def keep_questions_of_answers(db: Database) -> None:
    """What was asked, in brief, so that a person can judge an answer that is used again."""
    db.table("answers").add_column("asked", str, not_null_default="")
    for name in ("asked", "asked_before", "answer"):
        db.table("reuses").add_column(name, str, not_null_default="")


@MIGRATIONS()
def create_improvements(db: Database) -> None:
    """What models changed about drafts."""
    texts = dict.fromkeys(("role", "model", "changes", "at"), str)
    columns: dict[str, type[str | int]] = {"run_id": int, "position": int, **texts}
    db.table("improvements").create(
        columns,
        pk=("run_id", "position", "role"),
        not_null=columns.keys(),
        foreign_keys=[("run_id", "runs", "id")],
    )


@MIGRATIONS()
def tell_where_deployments_run(db: Database) -> None:
    """The image of a deployment, and what its target knows it by."""
    for name in ("image", "place"):
        db.table("deployments").add_column(name, str)


@MIGRATIONS()
def create_health_checks(db: Database) -> None:
    """What looks at deployments saw, and how often a deployment was started again."""
    columns: dict[str, type[str | int | float]] = {
        "id": int,
        "deployment_id": int,
        "at": str,
        "ok": int,
        "latency_ms": float,
    }
    checks = db.table("health_checks")
    checks.create(
        columns,
        pk="id",
        not_null={"deployment_id", "at", "ok"},
        foreign_keys=[("deployment_id", "deployments", "id")],
    )
    checks.create_index(["deployment_id", "at"])
    db.table("deployments").add_column("restarts", int, not_null_default=0)
