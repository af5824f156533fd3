"""Entry point: `python -m app --host 127.0.0.1 --port 8000 --data-dir var`, and the commands `load` and `report`."""

import json
import sys
from pathlib import Path

import uvicorn

from app.errors import ServiceError
from app.main import create_app
from app.report import render_page, report_of
from app.runner import Runner, Summary
from app.settings import Settings, read_settings
from app.state import State


def main() -> int:
    """Do what the command says; the exit code is 1 if a file could not be loaded."""
    settings = read_settings()
    if settings.command == "load":
        return load(settings)
    if settings.command == "report":
        return report(settings)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, server_header=False, proxy_headers=False)
    return 0


def load(settings: Settings) -> int:
    """Load the files that are named, or everything new in the inbox."""
    runner = Runner(settings.data_dir, settings.engine)
    try:
        summary = runner.load(settings.files) if settings.files else runner.run()
    except (ServiceError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(_told(runner, summary))
    return 1 if summary.failed else 0


def report(settings: Settings) -> int:
    """Write the report beside the data."""
    state = State(settings.data_dir)
    for name, content in (
        ("lineage.html", render_page(state).html),
        ("lineage.json", json.dumps(report_of(state), indent=2, ensure_ascii=False) + "\n"),
    ):
        path = Path(settings.data_dir) / name
        path.write_text(content, encoding="utf-8")
        sys.stdout.write(f"{path}\n")
    return 0


def _told(runner: Runner, summary: Summary) -> str:
    lines = [f"{name}: loaded before, nothing to do." for name in summary.known]
    lines += [
        f"{found.file}: {found.rows_loaded:,} rows loaded, {found.rows_known:,} known already, "
        f"{found.rows_quarantined:,} set aside."
        for number in summary.loads
        if (found := runner.state.load(number))
    ]
    lines += summary.failed
    lines.append(f"The table has {runner.state.totals()['rows']:,} rows.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
