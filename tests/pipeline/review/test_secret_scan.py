"""The quick scan for secrets says what detect-secrets itself says, file by file and line by line."""

import json
import subprocess
import sys
from pathlib import Path

from detect_secrets.plugins.keyword import DENYLIST_REGEX, QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP, REGEX_BY_FILETYPE

from pipeline.review.spares import SECRETS, SPARES

AWS = "AKIA" + "IOSFODNN7EXAMPLZ"
RANDOM = "c3VwZXIgbG9uZyBzdHJpbmcgc2hvdWxkIGNhdXNlIGVub3VnaCBlbnRyb3B5"
FILES = {
    "keys.py": f'import os\n\nNAME = "x"\nKEY = "{AWS}"\npassword = "hunter2-and-more"\n\nTOKEN = "{RANDOM}"\n',
    "allowed.py": f'A = "{AWS}"  # pragma: allowlist secret\n# pragma: allowlist nextline secret\nB = "{RANDOM}"\n',
    "settings.ini": f"[main]\npassword = hunter2-and-more\ntoken = {RANDOM}\n",
    "plain.cfg": f"api_key = {RANDOM}\nurl = https://user:{RANDOM[:12]}@example.org/\n",
    "values.yaml": f"database:\n  password: {RANDOM}\nlist:\n  - {AWS}\n",
    "page.js": f"const apiKey = '{RANDOM}';\n// {AWS}\n",
    "key.pem": "-----BEGIN RSA PRIVATE KEY-----\nabc\n",
    "hosts.txt": "8.8.8.8 dns\n127.0.0.1 localhost\n",
    "odd.bin": "\x00\x01",
    "empty.txt": "",
    "long.txt": f"{'x' * 5_000} = '{RANDOM}'\r\n\r\n  \r\n",
}


def by_the_tool(root: Path, paths: list[str]) -> dict[str, list[tuple[str, int]]]:
    command = [sys.executable, "-I", "-m", "detect_secrets", "scan", "--all-files", "--no-verify", *paths]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=120, text=True)
    results = json.loads(done.stdout)["results"]
    return {path: sorted((item["type"], item["line_number"]) for item in items) for path, items in results.items()}


def by_us(root: Path, paths: list[str]) -> dict[str, list[tuple[str, int]]]:
    said = json.loads(SPARES.output_of(SECRETS, paths, root, (0,)))
    return {path: sorted((kind, line) for kind, line in items) for path, items in said.items()}


def test_both_find_the_same(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(text.encode())
    found = by_us(tmp_path, sorted(FILES))
    assert found == by_the_tool(tmp_path, sorted(FILES))
    assert {"keys.py", "settings.ini", "values.yaml", "page.js", "key.pem", "plain.cfg", "long.txt"} <= set(found)
    assert "allowed.py" not in found


def test_both_find_the_same_in_programs_that_are_full_of_secrets() -> None:
    here = Path(__file__).parent
    paths = sorted(path.relative_to(here).as_posix() for path in here.rglob("*.py"))
    found = by_us(here, paths)
    assert sum(map(len, found.values())) > 20
    assert found == by_the_tool(here, paths)


def test_every_pattern_of_keywords_has_a_keyword_in_it() -> None:
    every = [QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP, *REGEX_BY_FILETYPE.values()]
    for pattern in (pattern for patterns in every for pattern in patterns):
        assert DENYLIST_REGEX in pattern.pattern
