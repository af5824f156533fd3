"""What a newcomer misses in a README."""

from pathlib import Path

import pytest

from pipeline.contracts.findings import Severity
from pipeline.review.delivery.documents import checked_documents, missing_in

README = """# Towns

Serves the towns of a country.

## Run it

```sh
python -m app
```

## Test it

```sh
python -m pytest  # ## Configuration
```

## Configuration

`PORT` is the port. See the [data](data/records.csv#rows) and [elsewhere](https://example.org/x).

Licence: [MIT](./LICENSE).
"""
FILES = {"README.md", "LICENSE", "data", "data/records.csv"}
MISSING = {
    "no-purpose": "Serves the towns of a country.\n",
    "no-way-to-run": "```sh\npython -m app\n```\n",
    "no-way-to-test": "## Test it\n",
    "no-settings": "## Configuration\n",
}


def rules(text: str, files: set[str] = FILES) -> list[str]:
    return [finding.rule for finding in missing_in(text, files)]


def test_a_whole_one_lacks_nothing() -> None:
    assert rules(README) == []


@pytest.mark.parametrize("rule", MISSING)
def test_what_is_missing(rule: str) -> None:
    head, _, tail = README.rpartition(MISSING[rule])
    assert rules(head + tail) == [rule]


def test_links_lead_somewhere_and_terms_are_stated() -> None:
    assert rules(README, FILES - {"data/records.csv"}) == ["broken-link"]
    assert rules(README.replace("Licence: [MIT](./LICENSE).", ""), FILES - {"LICENSE"}) == ["no-licence"]


def test_no_readme_at_all(tmp_path: Path) -> None:
    (found,) = checked_documents(tmp_path).findings
    assert (found.rule, found.severity) == ("no-readme", Severity.MEDIUM)
    (tmp_path / "README.md").write_text("")
    assert {each.rule for each in checked_documents(tmp_path).findings} == {*MISSING, "no-licence"}
