"""The gates that look at a patch before anything runs: where it writes, what it does, how it is written."""

import pytest

from pipeline.contracts.patches import Edit, Gate, NewFile, Patch
from pipeline.patches.applying import applied, readable
from pipeline.patches.content import check_content
from pipeline.patches.guarding import check_guards
from pipeline.patches.packages import Packages
from pipeline.patches.places import check_places, own_tests
from pipeline.patches.refusal import PatchRefused
from tests.pipeline.patches.small_project import FILES, GREATEST, TEST, patch

PACKAGES = Packages(runtime=frozenset({"flask"}), test=frozenset({"flask", "pytest"}))


def read(tried: Patch) -> dict[str, bytes]:
    """The patched files, if the gates let the patch through."""
    check_places(FILES, tried)
    own_tests(tried)
    after = applied(FILES, tried)
    check_content(FILES, after, tried, PACKAGES)
    return after


def test_a_good_patch_is_applied() -> None:
    after = read(patch())
    assert after["app/main.py"] == FILES["app/main.py"] + GREATEST.encode()
    assert after["tests/test_greatest.py"] == TEST.encode()
    assert "+def greatest() -> int:" in readable(FILES, after, patch().paths)
    assert set(after) - set(FILES) == {"tests/test_greatest.py"}


PLACES = (
    *("/etc/passwd", "../outside.py", "app/../../outside.py", "app/./x.py", "app//x.py", "app\\x.py", "~/x.py", ""),
    *("app/.hidden.py", ".github/workflows/ci.py", "Dockerfile", "compose.yaml", "requirements.txt", "pyproject.toml"),
    *("LICENSE", "docs/traceability.json", "data/records.csv", "conftest.py", "app/conftest.py", "setup.py", "x.py"),
    *("tests/conftest.py", "tests/helper.py", "tests/deep/test_x.py", "tests/test_main.py", "TESTS/test_x.py"),
    *("app/main.py", "app/MAIN.py", "app/main/__init__.py", "app/run.sh", "app/x.pyc", "app/x.so", "app/x\u202e.py"),
    *(
        "app/protection.py",
        "app/views/accounts.py",
        "app/x.py\x00",
        "app/ x.py",
        "app/x.py/",
        "C:\\x.py",
        "file:///x.py",
    ),
)


@pytest.mark.parametrize("path", PLACES)
def test_no_new_file_elsewhere(path: str) -> None:
    with pytest.raises((PatchRefused, ValueError)) as refused:
        read(patch(more=(NewFile(path=path, content='"""A module."""\n'),)))
    assert not isinstance(refused.value, PatchRefused) or refused.value.gate is Gate.PLACES


@pytest.mark.parametrize(
    "path", ["tests/test_main.py", "app/access.py", "requirements.txt", "pyproject.toml", "app/no.py"]
)
def test_no_edit_elsewhere(path: str) -> None:
    with pytest.raises(PatchRefused) as refused:
        read(patch(edits=(Edit(path=path, find="a", replace="b"),)))
    assert refused.value.gate is Gate.PLACES


WHOLE = FILES["app/main.py"].decode()
REFUSED = {
    "no test": (patch(test="", test_path="app/other.py"), Gate.PLACES, "has no test"),
    "no test function": (patch(test='"""Nothing."""\n'), Gate.PLACES, "no test function"),
    "a test alone": (patch(added=""), Gate.PLACES, "changes nothing of the application"),
    "text that is not there": (
        patch(edits=(Edit(path="app/main.py", find="no such", replace=""),)),
        Gate.PLACES,
        "0 times",
    ),
    "text that is there twice": (
        patch(edits=(Edit(path="app/main.py", find="return", replace=""),)),
        Gate.PLACES,
        "not once",
    ),
    "shorter": (
        patch("", edits=(Edit(path="app/main.py", find='    """How many numbers there are."""\n', replace=""),)),
        Gate.CONTENT,
        "no reason",
    ),
    "much shorter": (
        patch("", edits=(Edit(path="app/main.py", find=WHOLE, replace="X = 1\n"),), because="tidy"),
        Gate.CONTENT,
        "would keep only",
    ),
    "broken": (patch("def (:\n"), Gate.SYNTAX, "does not parse"),
    "a broken test": (patch(test="def test(:"), Gate.SYNTAX, "does not parse"),
    "eval": (
        patch('\n\ndef run(text: str) -> object:\n    """Run."""\n    return eval(text)\n'),
        Gate.CONTENT,
        "`eval`",
    ),
    "exec": (patch('\n\nexec("x = 1")\n'), Gate.CONTENT, "`exec`"),
    "os.system": (patch('\n\nimport os\n\nos.system("ls")\n'), Gate.CONTENT, "`os.system`"),
    "a process": (patch("\n\nimport subprocess\n"), Gate.CONTENT, "imports subprocess"),
    "a module by name": (patch("\n\nfrom importlib import import_module\n"), Gate.CONTENT, "imports importlib"),
    "an unknown package": (patch("\n\nimport requests\n"), Gate.CONTENT, "imports requests"),
    "a package that is not allowed": (
        patch("\n\nimport requests\n", packages=("requests",)),
        Gate.PACKAGES,
        "'requests' may not be added to the project; these may: babel, fpdf2, .*xlsxwriter",
    ),
    "a package of any version": (
        patch("\n\nimport segno\n", packages=("segno>=1",)),
        Gate.PACKAGES,
        "may not be added",
    ),
    "a package that is not named": (patch("\n\nimport fpdf\n"), Gate.PACKAGES, "has to name fpdf2"),
    "a package that is not imported": (
        patch(test=f"import segno\n\n{TEST}", packages=("segno",)),
        Gate.PACKAGES,
        "none of its files below app/ imports segno",
    ),
    "a package that an added one needs": (
        patch("\n\nimport fpdf\nimport PIL\n", packages=("fpdf2",)),
        Gate.CONTENT,
        "imports PIL",
    ),
    "Markdown that is not escaped": (
        patch("\n\nfrom mistune import Markdown, html\n", packages=("mistune",)),
        Gate.CONTENT,
        "not escaped",
    ),
    "a package for tests": (patch("\n\nimport pytest\n"), Gate.CONTENT, "imports pytest"),
    "a test in the application": (patch("\n\nfrom tests.test_main import test_total\n"), Gate.CONTENT, "may use"),
    "a module that is not there": (patch("\n\nfrom app.nothing import x\n"), Gate.CONTENT, "app.nothing.x"),
    "a relative import": (patch("\n\nfrom . import main\n"), Gate.CONTENT, "relative"),
    "a silenced check": (patch("\n\nX = 1  # nosec\n"), Gate.CONTENT, "silences"),
    "an ignored type": (patch('\n\nX: int = ""  # type: ignore[assignment]\n'), Gate.CONTENT, "silences"),
    "an invisible sign": (patch('\n\nX = "a\u202eb"\n'), Gate.CONTENT, "cannot be seen"),
    "a control sign": (
        patch(more=(NewFile(path="app/x.html", content="a\x08b"),)),
        Gate.CONTENT,
        "cannot be seen",
    ),
    "a test without an assertion": (
        patch(test="def test_x() -> None:\n    print()\n"),
        Gate.CONTENT,
        "asserts nothing",
    ),
    "a module that nothing uses": (
        patch(more=(NewFile(path="app/more.py", content="X = 1\n"),)),
        Gate.CONTENT,
        "used by no other",
    ),
    "a page that nothing uses": (
        patch(more=(NewFile(path="app/page/more.html", content="<p>"),)),
        Gate.CONTENT,
        "used by no other",
    ),
    "text that is not escaped": (
        patch(more=(NewFile(path="app/x.html", content="{{ name | safe }}"),)),
        Gate.CONTENT,
        "not escaped",
    ),
    "a script in a page": (
        patch(more=(NewFile(path="app/x.html", content="<script>x()</script>"),)),
        Gate.CONTENT,
        "a script",
    ),
    "a handler in a page": (
        patch(more=(NewFile(path="app/x.html", content="<p onclick='x()'>"),)),
        Gate.CONTENT,
        "a script",
    ),
    "a foreign script": (
        patch(more=(NewFile(path="app/x.js", content="fetch('//evil.example/')"),)),
        Gate.CONTENT,
        "elsewhere",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    tried, gate, words = REFUSED[name]
    with pytest.raises(PatchRefused, match=words) as refused:
        read(tried)
    assert refused.value.gate is gate


INSIDE = '\n\ndef run() -> object:\n    """Run."""\n    return {}\n'
HARMFUL = (
    *('__import__("os")', 'getattr(total, "__glo" + "bals__")', "total.__globals__", "open('/etc/passwd').read()"),
    *("NUMBERS.__class__.__mro__", "setattr(total, 'x', 1)", "total.os.environ", "total.parent.unlink()"),
    *("total.write_text('x')", "locals()", "total.read_pickle('x')", "\"ATTACH DATABASE '/tmp/x' AS y\""),
    *("\"COPY t TO '/tmp/x'\"", "\"SELECT * FROM read_csv('/etc/passwd')\"", '"pragma writable_schema = 1"'),
)
IMPORTED = (
    *("posix", "os", "sys", "http.client", "urllib.request", "asyncio", "timeit", "shutil", "tempfile", "threading"),
    *("pathlib", "sqlite3", "smtplib", "ssl", "ctypes", "_socket", "logging.handlers", "signal", "gc", "io.open as x"),
    *("app.access", "json, os", "concurrent.futures", "dis", "pdb", "cProfile", "ftplib", "_posixsubprocess"),
)


@pytest.mark.parametrize("code", HARMFUL)
def test_code_reaches_nothing_but_values(code: str) -> None:
    with pytest.raises(PatchRefused, match="no patch may bring"):
        read(patch(INSIDE.format(code)))


@pytest.mark.parametrize("name", IMPORTED)
def test_modules_that_reach_further_are_not_imported(name: str) -> None:
    with pytest.raises(PatchRefused, match=r"no patch may|guards the application|imports") as refused:
        read(patch(f"\n\nimport {name}\n"))
    assert refused.value.gate in (Gate.CONTENT, Gate.SYNTAX)


@pytest.mark.parametrize(
    "added",
    [
        "\n\nif NUMBERS:\n    total()\n",
        "\n\nfor each in NUMBERS:\n    total()\n",
        "\n\ntotal()\n",
        "\n\nwhile True:\n    pass\n",
    ],
)
def test_nothing_runs_as_soon_as_it_is_imported(added: str) -> None:
    with pytest.raises(PatchRefused, match="as soon as it is imported"):
        read(patch(added))


@pytest.mark.parametrize(
    "added",
    ["from app import access", "from app.access import OPEN", "from app.__main__ import json", "import app.access"],
)
def test_guards_and_what_others_import_are_not_for_a_patch(added: str) -> None:
    with pytest.raises(PatchRefused, match=r"guards the application|does not define itself"):
        read(patch(f"\n\n{added}\n"))


SERVICE = '''"""The service."""

from fastapi import FastAPI

from app.api import public, router
from app.operation import Operation
from app.web import protect


def create_app(operation: Operation) -> FastAPI:
    """The service."""
    app = FastAPI()
    app.include_router(router, dependencies=operation.dependencies)
    app.include_router(public)
    protect(app)
    return app


def plain() -> int:
    """A number."""
    return 1
'''
ROUTER = "app.include_router(router, dependencies=operation.dependencies)"
WEAKENED = (
    (ROUTER, "app.include_router(router)"),
    (ROUTER, "app.include_router(router, dependencies=[] if plain() else operation.dependencies)"),
    (ROUTER, f"if plain():\n        {ROUTER}"),
    (ROUTER, f"operation = Operation()\n    {ROUTER}"),
    (ROUTER, f"router = public\n    {ROUTER}"),
    (ROUTER, f"{ROUTER}\n    app.include_router(router, prefix='/open')"),
    (ROUTER, f"{ROUTER}\n    app.mount('/x', router)"),
    (ROUTER, f"@app.get('/x')\n    def x() -> int:\n        return 1\n    {ROUTER}"),
    ("    protect(app)\n", ""),
    ("    protect(app)\n", "    return app\n    protect(app)\n"),
    ("    protect(app)\n", "    def protect(app: FastAPI) -> None:\n        pass\n    protect(app)\n"),
    ("\n\ndef plain", "\n\nprotect = print\n\n\ndef plain"),
    ("from app.web import protect", "from app.web import protect\nfrom app.more import plain as protect"),
    ("def plain", "@public.get('/open')\ndef plain"),
    ("def create_app(operation: Operation)", "def create_app(operation: Operation = Operation())"),
)


@pytest.mark.parametrize(("old", "new"), WEAKENED)
def test_guards_stay_where_they_are(old: str, new: str) -> None:
    assert SERVICE.count(old) == 1
    with pytest.raises(PatchRefused):
        check_guards("app/main.py", SERVICE, SERVICE.replace(old, new))


def test_what_guards_nothing_may_change() -> None:
    pages = "from app.access import may\n\n\ndef prepare(app: object) -> None:\n    app.pages.update(may=may, b=1)\n"
    check_guards("app/views.py", pages, pages.replace("b=1", "b=1, c=2"))
    with pytest.raises(PatchRefused, match="may=may"):
        check_guards("app/views.py", pages, pages.replace("may=may", "may=print"))
    more = SERVICE.replace("return 1", "return 2") + "\n\ndef more() -> int:\n    return plain()\n"
    check_guards("app/main.py", SERVICE, more)
    check_guards("app/main.py", SERVICE, SERVICE.replace(ROUTER, f"{ROUTER}\n    {ROUTER.replace('router,', 'x,')}"))


def test_packages_that_are_allowed_may_be_added() -> None:
    added = "\n\nimport xlsxwriter\nfrom slugify import slugify\n"
    named = patch(added, packages=("XlsxWriter", "python_slugify"))
    assert named.packages == ("xlsxwriter", "python-slugify")
    assert read(named)["app/main.py"].decode().endswith(added)
    with pytest.raises(ValueError, match="at most 3"):
        patch(packages=("babel", "segno", "fpdf2", "mistune"))


@pytest.mark.parametrize(
    "added",
    [
        "\n\nimport flask\nimport decimal\nfrom urllib.parse import quote\nfrom app.main import total\n",
        '\n\nX = "a text about eval( and os.system, # nosec"\n',
    ],
)
def test_what_is_fine(added: str) -> None:
    assert read(patch(added))["app/main.py"].decode().endswith(added)


def test_a_file_may_get_shorter_for_a_reason() -> None:
    edit = Edit(path="app/main.py", find='    """How many numbers there are."""\n', replace="")
    assert read(patch("", edits=(edit,), because="The docstring is gone"))
