"""A project small enough to read, that every gate lets through, and a patch for it that all of them let through too."""

from pipeline.contracts.patches import Edit, NewFile, Patch
from pipeline.contracts.work import DataProbe

MAIN = '''"""What the application knows."""

NUMBERS = (1, 2)


def total() -> int:
    """The sum of the numbers."""
    return sum(NUMBERS)


def count() -> int:
    """How many numbers there are."""
    return len(NUMBERS)
'''
ENTRY = '''"""Entry point: `python -m app --host 127.0.0.1 --port 8000 --data-dir var`."""

import argparse
import json
from http.server import BaseHTTPRequestHandler, HTTPServer

from app.main import count


class Handler(BaseHTTPRequestHandler):
    """Answers every question with the count."""

    def do_GET(self) -> None:  # noqa: N802 - the name that the standard library calls
        """Answer."""
        body = json.dumps({"count": count()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    for name in ("--host", "--port", "--data-dir"):
        parser.add_argument(name)
    options = parser.parse_args()
    HTTPServer((options.host, int(options.port)), Handler).serve_forever()


if __name__ == "__main__":
    main()
'''
TESTS = '''"""What the application knows."""

from app.main import NUMBERS, count, total


def test_total() -> None:
    assert total() == 3


def test_count() -> None:
    assert count() == len(NUMBERS)
'''
FILES = {
    "app/__init__.py": b'"""The application."""\n',
    "app/__main__.py": ENTRY.encode(),
    "app/access.py": b'"""Who may do what."""\n\nOPEN = True\n',
    "app/main.py": MAIN.encode(),
    "pyproject.toml": b"[tool.pytest.ini_options]\n",
    "requirements.txt": b"",
    "tests/__init__.py": b'"""The tests."""\n',
    "tests/test_main.py": TESTS.encode(),
}
PROBE = DataProbe(path="/count", key="count", expected=2)

GREATEST = '\n\ndef greatest() -> int:\n    """The greatest number."""\n    return max(NUMBERS)\n'
TEST = '''"""The greatest number."""

from app import main


def test_greatest() -> None:
    assert main.greatest() == 2
'''
LAST = "    return len(NUMBERS)\n"


def patch(
    added: str = GREATEST,
    *,
    test: str = TEST,
    more: tuple[NewFile, ...] = (),
    edits: tuple[Edit, ...] = (),
    test_path: str = "tests/test_greatest.py",
    because: str = "",
    packages: tuple[str, ...] = (),
) -> Patch:
    """A patch that adds a function to the application, and a test of it, unless it is told something else."""
    usual = (Edit(path="app/main.py", find=LAST, replace=LAST + added),) if added else ()
    return Patch(
        requirement="R2",
        summary="Give the greatest number",
        edits=(*usual, *edits),
        new_files=(NewFile(path=test_path, content=test), *more),
        shrinks_because=because,
        packages=packages,
    )
