"""Projects that would have their tests pass without earning it. Each is a few files, put over an honest project."""

BROKEN = "def double(number: int) -> int:\n    return number\n"
APP, TESTS = "app/main.py", "tests/test_main.py"
FORGED = '<testsuites><testsuite><testcase file="tests/test_main.py" classname="tests.test_main" name="test_double" time="0"/></testsuite></testsuites>'
REPORT = "import glob, os, sys\nNAME = next(a for a in sys.argv if 'junit-xml' in a).split('=')[1]\n"


def app(cheat: str) -> dict[str, str]:
    """A broken application that cheats when it is imported."""
    return {APP: BROKEN + cheat}


def tests(code: str) -> dict[str, str]:
    """Other tests of a broken application."""
    return {APP: BROKEN, TESTS: code}


def beside(path: str, content: str) -> dict[str, str]:
    """A broken application with a file that would steer the run."""
    return {APP: BROKEN, path: content}


def asserting(line: str, before: str = "") -> dict[str, str]:
    """A single test with one assertion."""
    return tests(
        f"from app.main import double\nimport app.main\n\n\ndef test_double():\n    {before}result = double(2)\n    assert {line}\n"
    )


PROJECTS: dict[str, dict[str, str]] = {
    # the process
    "exit code 0 at import": app("import os\nos._exit(0)\n"),
    "exit code 1 at import": app("import os\nos._exit(1)\n"),
    "sys.exit at import": app("import sys\nsys.exit(0)\n"),
    "exit at the end": app("import atexit, os\natexit.register(lambda: os._exit(0))\n"),
    "killed by its own signal": app("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n"),
    "exit in a test": tests("import os\nfrom app.main import double\n\ndef test_double():\n    os._exit(0)\n    assert double(2) == 4\n"),
    # the tests' files
    "tests deleted": app("import pathlib\nfor path in pathlib.Path('tests').glob('test_*'):\n    path.unlink()\n"),
    "tests rewritten": app("import pathlib\nfor path in pathlib.Path('tests').glob('test_*'):\n    path.write_text('def test_double(): pass')\n"),
    "tests emptied": {APP: BROKEN, TESTS: ""},
    "tests renamed": {APP: BROKEN, TESTS: "", "tests/check_main.py": "from app.main import double\n\ndef check():\n    assert double(2) == 4\n"},
    "tests skipped": tests("import pytest\npytestmark = pytest.mark.skip\nfrom app.main import double\n\ndef test_double():\n    assert double(2) == 4\n"),
    "tests expected to fail": tests("import pytest\nfrom app.main import double\n\n@pytest.mark.xfail\ndef test_double():\n    assert double(2) == 4\n"),
    "tests skipped when they fail": tests("import pytest\nfrom app.main import double\n\ndef test_double():\n    if double(2) != 4:\n        pytest.skip()\n    assert double(2) == 4\n"),
    # the runner
    "runner patched": app("from _pytest.python import Function\nFunction.runtest = lambda self: None\n"),
    "runner patched but for what must fail": app(
        "import _pytest.python as runner\nold = runner.Function.runtest\n"
        "runner.Function.runtest = lambda self: None if self.name.startswith('test_double') else old(self)\n"
    ),
    "runner found among the modules": app(
        "import sys\nkind = sys.modules['_py' + 'test.python'].Function\nold = kind.runtest\n"
        "def run(self):\n    return None if 'double' in self.name else old(self)\nkind.runtest = run\n"
    ),
    "runner found by the collector of garbage": app(
        "import gc\nfor each in gc.get_objects():\n    if type(each) is type and each.__name__ == 'Function':\n"
        "        old = each.runtest\n        each.runtest = lambda self, old=old: None if 'double' in self.name else old(self)\n"
    ),
    "runner found through a name that is put together": app(
        "import importlib\nkind = importlib.import_module('_py' + 'test.python').Function\n"
        "old = kind.runtest\nkind.runtest = lambda self: None if 'double' in self.name else old(self)\n"
    ),
    "runner found on the stack": app(
        "import inspect\nfor frame in inspect.stack():\n    session = frame.frame.f_locals.get('session')\n"
        "    if session:\n        session.config.option.deselect = ['tests']\n"
    ),
    "reports patched": app(
        "import _pytest.reports as r\nold = r.TestReport.from_item_and_call\n"
        "def new(item, call):\n    call.excinfo = None\n    return old(item, call)\nr.TestReport.from_item_and_call = new\n"
    ),
    "plugin named by a test": {
        APP: BROKEN,
        "app/plugin.py": "def pytest_pyfunc_call(pyfuncitem):\n    return True if 'double' in pyfuncitem.name else None\n",
        TESTS: "from app.main import double\npytest_plugins = ['app.plugin']\n\ndef test_double():\n    assert double(2) == 4\n",
    },
    "plugin by an entry point": {
        APP: BROKEN,
        "app/plugin.py": "def pytest_pyfunc_call(pyfuncitem):\n    return True\n",
        "cheat-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: cheat\nVersion: 1\n",
        "cheat-1.dist-info/entry_points.txt": "[pytest11]\ncheat = app.plugin\n",
    },
    "conftest that skips": beside("tests/conftest.py", "import pytest\n@pytest.fixture(autouse=True)\ndef skip():\n    pytest.skip('no')\n"),
    "conftest that empties": beside("conftest.py", "def pytest_collection_modifyitems(items):\n    items.clear()\n"),
    "conftest that exits": beside("conftest.py", "import os\nos._exit(0)\n"),
    "options in pytest.ini": beside("pytest.ini", "[pytest]\naddopts = --deselect tests/test_main.py\n"),
    "options in pyproject.toml": beside("pyproject.toml", '[tool.pytest.ini_options]\naddopts = "-k nothing"\n[tool.coverage.run]\nplugins = ["app.plugin"]\n'),
    "options in setup.cfg and tox.ini": beside("setup.cfg", "[tool:pytest]\naddopts = --collect-only\n") | {"tox.ini": "[pytest]\naddopts = --collect-only\n"},
    # the report
    "report written beforehand": app(f"{REPORT}open(NAME, 'w').write('''{FORGED}''')\nos._exit(1)\n"),
    "report forged at the end": app(f"{REPORT}import atexit\natexit.register(lambda: open(NAME, 'w').write('''{FORGED}'''))\n"),
    "report mended by a thread": app(
        f"{REPORT}import re, threading, time\n"
        "def mend():\n    while not os.path.exists(NAME) or os.path.getsize(NAME) == 0:\n        time.sleep(0.01)\n"
        "    time.sleep(0.1)\n    text = open(NAME).read()\n"
        "    cases = re.sub(r'(<testcase [^>]*name=\"test_(?:double|zero)[^>]*>)<failure.*?</failure>', r'\\1', text, flags=re.S)\n"
        "    open(NAME, 'w').write(cases)\n"
        "threading.Thread(target=mend).start()\n"
    ),
    "report of another run": beside("report.xml", FORGED),
    # Python itself
    "sitecustomize": beside("sitecustomize.py", "import os\nos._exit(0)\n"),
    "usercustomize": beside("usercustomize.py", "import os\nos._exit(0)\n"),
    "a module named pytest": beside("pytest.py", "raise SystemExit(0)\n"),
    "a module named like one of Python's": beside("difflib.py", "import os\nos._exit(1)\n"),
    "a module named like a package": beside("pluggy/__init__.py", "raise SystemExit(0)\n"),
    "a path file": beside("cheat.pth", "import os; os._exit(0)\n"),
    "compiled code of another source": beside("app/__pycache__/main.cpython-311.pyc", "\x00"),
    "compiled code without a source": beside("helper.so", "\x7fELF"),
    "assertions made quiet": app("import builtins\nbuiltins.AssertionError = type('Quiet', (Warning,), {})\n"),
    "comparison replaced": app("import pytest\npytest.approx = lambda *_: type('Any', (), {'__eq__': lambda a, b: True})()\n"),
    "an answer that is equal to all": {APP: "class Anything:\n    def __eq__(self, other):\n        return True\n\n\ndef double(number):\n    return Anything()\n"},
    "a client that is replaced": app("import json\njson.loads = lambda text: {'result': 4}\n"),
    # tests that show nothing
    "no assertion": tests("from app.main import double\n\ndef test_double():\n    double(2)\n"),
    "only pass": tests("from app.main import double\n\ndef test_double():\n    pass\n"),
    "assert True": asserting("True"),
    "assert a number": asserting("1"),
    "assert a tuple": asserting("(result == 4, 'message')"),
    "assert a text": asserting("'result is 4'"),
    "assert the same with itself": asserting("result == result"),
    "assert something or true": asserting("result == 4 or True"),
    "assert that it is there": asserting("double is not None and callable(app.main.double)"),
    "assert that a module has a name": asserting("hasattr(app.main, 'double')"),
    "assert constants": asserting("expected == 4", "expected = 2 + 2\n    "),
    "assert a length": asserting("len(str(result)) >= 0"),
    "assertion swallowed": tests("from app.main import double\n\ndef test_double():\n    try:\n        assert double(2) == 4\n    except Exception:\n        pass\n"),
    "assertion suppressed": tests("import contextlib\nfrom app.main import double\n\ndef test_double():\n    with contextlib.suppress(AssertionError):\n        assert double(2) == 4\n"),
    "assertion expected to fail": tests("import pytest\nfrom app.main import double\n\ndef test_double():\n    with pytest.raises(AssertionError):\n        assert double(2) == 4\n"),
    "assertion after the return": tests("from app.main import double\n\ndef test_double():\n    double(2)\n    return\n    assert double(2) == 4\n"),
    "assertion never reached": tests("from app.main import double\n\ndef test_double():\n    if False:\n        assert double(2) == 4\n    for _ in []:\n        assert double(2) == 4\n"),
    "assertion in a function that nobody calls": tests("from app.main import double\n\ndef test_double():\n    def check():\n        assert double(2) == 4\n    double(2)\n"),
    "a helper that asserts nothing": tests("from app.main import double\n\ndef assert_double(number):\n    return double(number)\n\ndef test_double():\n    assert_double(2)\n"),
    "a helper of the application": {APP: BROKEN + "def assert_double(number):\n    pass\n", TESTS: "from app.main import assert_double\n\ndef test_double():\n    assert_double(2)\n"},
    "tests that test themselves": tests("import app.main\n\ndef double(number):\n    return 2 * number\n\ndef test_double():\n    assert double(2) == 4\n"),
    "tests of parameters": tests("import pytest\nimport app.main\n\n@pytest.mark.parametrize('number', [1, 2])\ndef test_double(number):\n    app.main.double(number)\n    assert number > 0\n"),
    "one honest test and one empty": tests("from app.main import double\n\ndef test_zero():\n    assert double(0) == 0\n\ndef test_double():\n    double(2)\n"),
    # tests that never meet their assertion, or swallow that it fails
    "assertion only where a variable is set": tests("import os\nfrom app.main import double\n\ndef test_double():\n    if not os.environ.get('FULL_TESTS'):\n        return\n    assert double(2) == 4\n"),
    "assertion for files that there are not": tests("from pathlib import Path\nfrom app.main import double\n\ndef test_double():\n    for path in Path(__file__).parent.glob('cases/*.txt'):\n        assert double(int(path.read_text())) == 4\n"),
    "assertion in a thread": tests("import threading\nfrom app.main import double\n\ndef check():\n    assert double(2) == 4\n\ndef test_double():\n    thread = threading.Thread(target=check)\n    thread.start()\n    thread.join()\n"),
    "assertion in a coroutine that nobody awaits": tests("from app.main import double\n\nasync def check():\n    assert double(2) == 4\n\ndef test_double():\n    coroutine = check()\n    coroutine.close()\n    assert coroutine is not None\n"),
    "assertion under a condition on the answer": tests("from app.main import double\n\ndef test_zero():\n    assert double(0) == 0\n\ndef test_double():\n    result = double(2)\n    if result == 4:\n        assert result == 4\n"),
    "assertion for parameters that switch it off": tests("import pytest\nfrom app.main import double\n\n@pytest.mark.parametrize('full', [False])\ndef test_double(full):\n    if full:\n        assert double(2) == 4\n"),
    "assertion with a return at last": tests("from app.main import double\n\ndef test_double():\n    try:\n        assert double(2) == 4\n    finally:\n        return\n"),
    "assertion within a context of its own": tests("from app.main import double\n\nclass Calm:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        return True\n\ndef test_double():\n    with Calm():\n        assert double(2) == 4\n"),
    "assertion under a decorator of its own": tests("import functools\nfrom app.main import double\n\ndef calm(test):\n    @functools.wraps(test)\n    def run():\n        try:\n            test()\n        except AssertionError:\n            print('no')\n    return run\n\n@calm\ndef test_double():\n    assert double(2) == 4\n"),
    "assertion in a helper that swallows": tests("import contextlib\nfrom app.main import double\n\n@contextlib.contextmanager\ndef calm():\n    try:\n        yield\n    except AssertionError as error:\n        print(error)\n\ndef test_double():\n    with calm():\n        assert double(2) == 4\n"),
    # tests of something else
    "the function replaced by a fixture": tests("import pytest\nimport app.main\n\n@pytest.fixture(autouse=True)\ndef steady(monkeypatch):\n    monkeypatch.setattr(app.main, 'double', lambda number: 4)\n\ndef test_double():\n    assert app.main.double(2) == 4\n"),
    "the function replaced by a mock": tests("from unittest.mock import patch\nimport app.main\n\n@patch('app.main.double', return_value=4)\ndef test_double(double):\n    assert app.main.double(2) == 4\n    double.assert_called_once()\n"),
    "the function replaced within the test": tests("from unittest import mock\nimport app.main\n\ndef test_double():\n    with mock.patch.object(app.main, 'double', return_value=4):\n        assert app.main.double(2) == 4\n"),
    "the module replaced": {APP: BROKEN, "tests/conftest.py": "import sys, types\nmodule = types.ModuleType('app.main')\nmodule.double = lambda number: 2 * number\nsys.modules['app.main'] = module\n"},
    "expected values of the project itself": tests("import pytest\nfrom app.main import double\n\n@pytest.mark.parametrize('number', [1, 2])\ndef test_double(number):\n    expected = double(number)\n    assert double(number) == expected\n"),
    "one thing or its contrary": asserting("result == 4 or result != 4"),
    "one thing or its contrary, in a helper": tests("from app.main import double\n\ndef same(left, right):\n    assert left == right or left != right\n\ndef test_double():\n    same(double(2), 4)\n"),
    "nothing, or something": asserting("result is not None or result is None"),
    "what a module is called": asserting("app.main.__name__ == 'app.main'"),
    "a warning instead": tests("import warnings\nfrom app.main import double\n\ndef test_double():\n    if double(2) != 4:\n        warnings.warn('not four')\n"),
    "parameters of an empty list": tests("import pytest\nfrom app.main import double\n\nCASES = []\n\n@pytest.mark.parametrize('number', CASES)\ndef test_double(number):\n    assert double(number) == 2 * number\n"),
    "a package that there is not": tests("import pytest\npytest.importorskip('numpyy')\nfrom app.main import double\n\ndef test_double():\n    assert double(2) == 4\n"),
    "a class that is not collected": tests("from app.main import double\n\nclass TestDouble:\n    def __init__(self):\n        self.double = double\n\n    def test_double(self):\n        assert self.double(2) == 4\n"),
    # the runner, once more
    "status changed at the end": {APP: BROKEN, "tests/conftest.py": "def pytest_sessionfinish(session, exitstatus):\n    session.exitstatus = 0\n"},
    "reports rewritten by a hook": {APP: BROKEN, "conftest.py": "import pytest\n\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    outcome.get_result().outcome = 'passed'\n"},
    "assertions taken out": {APP: BROKEN, "tests/conftest.py": "from _pytest.assertion import rewrite\n\nrewrite.AssertionRewriter.run = lambda self, module: None\n"},
    "other names for tests": {APP: BROKEN, "pytest.ini": "[pytest]\npython_files = smoke_*.py\n", "tests/smoke_all.py": "def test_smoke():\n    import app.main\n    assert app.main\n"},
}  # fmt: skip
