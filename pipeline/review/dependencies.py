"""The packages that a project installs: pinned and hashed, from the index, without known vulnerabilities, and licences.

Known vulnerabilities come from a dated snapshot that ships with Quintet. Where the person names a service that speaks
the protocol of OSV (<https://google.github.io/osv.dev/post-v1-querybatch/>), it is asked instead; it learns names and
versions of packages, and nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

import httpx
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Confidence, Finding, Severity, ToolRun
from pipeline.models.bounded import BoundedClient
from pipeline.review.tools import Result, timed
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import EnvironmentBuildError

NAME = "dependencies"
SNAPSHOT = Path(__file__).with_name("advisories.json")
TIMEOUT_S = 5.0
LONGEST = 80
_COPYLEFT = re.compile(r"\b(?:A?GPL|Affero|GNU General Public)", re.IGNORECASE)
_HARMLESS = re.compile(
    r"(?:-r|-c|--requirement|--constraint)[ =](?!\w+:|/|.*\.\.)\S+|--require-hashes|--only-binary\b.*"
)
"""Options of a lock that bring nothing from elsewhere."""
_LESSER = re.compile(r"\bLGPL|Lesser", re.IGNORECASE)


class Advisory(Contract):
    """A known vulnerability: the versions of a package that have it, and what an attacker gains."""

    package: str
    versions: str
    id: str
    severity: Severity
    what: str


class Snapshot(Contract):
    """What was known on a day (ISO 8601)."""

    as_of: str
    source: str
    advisories: tuple[Advisory, ...]

    def age_days(self, today: date) -> int:
        """How old it is."""
        return (today - date.fromisoformat(self.as_of)).days


class Pin(NamedTuple):
    """A line of a lock: where it stands, and what it asks for."""

    path: str
    line: int
    text: str
    name: str
    version: str
    is_hashed: bool


def checked_dependencies(
    root: Path, environment: Environment, environments: EnvironmentCache, service: str = ""
) -> Result:
    """What is wrong with the locks below `root`; licences are those of the packages that an environment has."""
    try:
        installed = environments.ensure(environment)
    except EnvironmentBuildError as error:
        return Result((), ToolRun(name=NAME, version="", duration_s=0, findings=0, reason=str(error)))
    return checked_locks(root, installed, service)


def checked_locks(root: Path, installed: Path, service: str = "") -> Result:
    """The same for packages that are installed in a folder."""
    snapshot = Snapshot.model_validate_json(SNAPSHOT.read_bytes())
    pins = [pin for path in sorted(root.glob("requirements*.txt")) for pin in _pins(root, path)]
    live = _live(service, pins) if service else None

    def look() -> list[Finding]:
        known = live if live is not None else _known(pins, snapshot)
        return [*_unsound(pins), *known, *_licences(pins, installed)]

    result = timed(NAME, "", look)
    return Result(result.findings, result.run.model_copy(update={"version": _as_of(snapshot, service, live)}))


def _as_of(snapshot: Snapshot, service: str, live: list[Finding] | None) -> str:
    """How old the data is, as people read it."""
    if live is not None:
        return f"advisories of today, {httpx.URL(service).host}"
    age = f"advisories of {snapshot.as_of}, {snapshot.age_days(date.today())} days old"  # the person's day
    return f"{age}; {service} gave no answer" if service else age


def _pins(root: Path, path: Path) -> Iterator[Pin]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    at = 0
    while at < len(lines):
        begin, text = at, lines[at]
        while text.endswith("\\") and at + 1 < len(lines):
            at += 1
            text = f"{text[:-1]} {lines[at]}"
        at += 1
        wanted = re.sub(r"(^|\s)#.*", "", text).split(" --hash")[0].strip()
        if wanted and not _HARMLESS.fullmatch(wanted):
            yield _pin(path.relative_to(root).as_posix(), begin + 1, wanted, is_hashed="--hash=sha256:" in text)


def _pin(path: str, line: int, text: str, *, is_hashed: bool) -> Pin:
    try:
        asked = Requirement(text)
    except InvalidRequirement:
        return Pin(path, line, text, "", "", is_hashed)
    exact = [each.version for each in asked.specifier if each.operator == "==" and "*" not in each.version]
    name = "" if asked.url else canonicalize_name(asked.name)
    return Pin(path, line, text, name, exact[0] if exact else "", is_hashed)


def _unsound(pins: Sequence[Pin]) -> Iterator[Finding]:
    for pin in pins:
        shown = pin.text[:LONGEST]
        if not pin.name:
            yield _finding(
                pin, "foreign-package", Severity.HIGH, f"{shown} does not come from the index by its name.",
                "What lies at an address or in a folder can change, and nobody can look its vulnerabilities up.",
                "Name a package of the index with its version and hashes.",
            )  # fmt: skip
        elif not pin.version:
            yield _finding(
                pin, "not-pinned", Severity.MEDIUM, f"{shown} names no exact version.",
                "Tomorrow another version may be installed than was tested.", "Write the version with ==.",
            )  # fmt: skip
        elif not pin.is_hashed:
            yield _finding(
                pin, "no-hash", Severity.MEDIUM, f"{shown} has no hash.",
                "Another file of that name and version would be installed without a word.",
                "Add --hash=sha256:… for each file of the version.",
            )  # fmt: skip


def _known(pins: Sequence[Pin], snapshot: Snapshot) -> list[Finding]:
    return [
        _vulnerable(pin, advisory.id, advisory.severity, f": {advisory.what}", advisory.versions)
        for pin in pins
        for advisory in snapshot.advisories
        if pin.version
        and pin.name == advisory.package
        and pin.version in SpecifierSet(advisory.versions, prereleases=True)
    ]


def _live(service: str, pins: Sequence[Pin]) -> list[Finding] | None:
    """What the service knows, None where it gives no answer of use."""
    asked = [pin for pin in pins if pin.version]
    queries = [{"package": {"name": pin.name, "ecosystem": "PyPI"}, "version": pin.version} for pin in asked]
    try:
        with BoundedClient(base_url=service, timeout=TIMEOUT_S) as client:
            answer = client.post(service, json={"queries": queries}).raise_for_status().json()
        ids = [sorted(str(each["id"]) for each in result.get("vulns", ())) for result in answer["results"]]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if len(ids) != len(asked):
        return None
    return [
        _vulnerable(pin, ", ".join(some), Severity.MEDIUM, "", "") for pin, some in zip(asked, ids, strict=True) if some
    ]


def _vulnerable(pin: Pin, known_as: str, severity: Severity, what: str, versions: str) -> Finding:
    fixed = versions.rpartition("<")[2] if versions else ""
    return _finding(
        pin, "known-vulnerability", severity, f"{pin.name} {pin.version} has {known_as}{what}.",
        "Its way in is published, so it is tried everywhere.",
        f"Install {pin.name} {fixed} or newer." if fixed else "Install a version without it.",
    )  # fmt: skip


def _licences(pins: Sequence[Pin], installed: Path) -> Iterator[Finding]:
    """Licences that oblige whoever passes the project on, and packages that name none."""
    folders = [
        str(path) for path in (*installed.glob("lib/python*/site-packages"), installed / "Lib" / "site-packages")
    ]
    found: dict[str, str] = {canonicalize_name(each.name): _licence(each) for each in distributions(path=folders)}
    for pin in {pin.name: pin for pin in reversed(pins)}.values():
        licence = found.get(pin.name)
        if licence is None:
            continue  # not for this platform
        if not licence:
            yield _finding(
                pin, "unknown-licence", Severity.LOW, f"{pin.name} names no licence.",
                "Without a licence nobody may pass it on.", "Look its licence up, or use another package.",
            )  # fmt: skip
        elif _COPYLEFT.search(licence) and not _LESSER.search(licence):
            yield _finding(
                pin, "copyleft-licence", Severity.LOW, f"{pin.name} is under {licence[:LONGEST]}.",
                "Whoever passes the project on may have to publish its source under the same terms.",
                "Check that you can, or use another package.",
            )  # fmt: skip


def _licence(found: Distribution) -> str:
    """As the package states it: an expression, its classifiers, or the first line of what it says."""
    stated = found.metadata.get_all("License-Expression")
    classified = [each for each in found.metadata.get_all("Classifier") or () if "License ::" in each]
    said = [each.rpartition("::")[2].strip() for each in classified] or found.metadata.get_all("License")
    return ", ".join(stated or said or ()).strip().partition("\n")[0]


def _finding(pin: Pin, rule: str, severity: Severity, message: str, why: str, fix: str) -> Finding:
    return Finding(
        tool=NAME, rule=rule, severity=severity, path=pin.path, line=pin.line, message=message,
        confidence=Confidence.HIGH, why=why, fix=fix,
    )  # fmt: skip
