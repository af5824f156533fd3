"""Which tests show something: the rule must find those that don't, and must leave alone every honest way of testing."""

import pytest

from pipeline.review.honesty.assertions import empty_tests

APP = {"app/__init__.py": b"", "app/main.py": b""}
HEAD = "import pytest\nfrom app.main import double, Store, VERSION\nimport app.main\n\n"
HONEST = {
    "an assertion": "def test_it():\n    assert double(2) == 4\n",
    "with a message": "def test_it():\n    assert double(2) == 4, 'message'\n",
    "in a loop": "def test_it():\n    for number in (1, 2):\n        assert double(number) == 2 * number\n",
    "in a context": "def test_it():\n    with Store() as store:\n        assert store.count() == 0\n",
    "of a constant that is imported": "def test_it():\n    assert VERSION == '1.0'\n",
    "that two calls give the same": "def test_it():\n    assert double(2) == double(2)\n\ndef test_that():\n    assert double(2) == 4\n",
    "of a method's answer": "def test_it():\n    store = Store()\n    store.add(1)\n    assert store.items\n",
    "of a list that is filled": "def test_it():\n    found = []\n    double(2, found.append)\n    assert found == [4]\n",
    "of what is printed": "def test_it(capsys):\n    double(2)\n    assert capsys.readouterr().out == '4'\n",
    "an error that is expected": "def test_it():\n    with pytest.raises(ValueError):\n        double('x')\n",
    "an error, in one call": "def test_it():\n    pytest.raises(ValueError, double, 'x')\n",
    "a warning that is expected": "def test_it():\n    with pytest.warns(UserWarning):\n        double(-1)\n",
    "an error of any kind": "def test_it():\n    with pytest.raises(Exception, match='no'):\n        double('x')\n",
    "a failure by hand": "def test_it():\n    if double(2) != 4:\n        pytest.fail('no')\n",
    "an error by hand": "def test_it():\n    if double(2) != 4:\n        raise AssertionError\n",
    "a helper": "def check(a, b):\n    assert double(a) == b\n\ndef test_it():\n    check(2, 4)\n",
    "a helper's helper": "def check(a):\n    assert double(a)\n\ndef both(a):\n    check(a)\n\ndef test_it():\n    both(2)\n",
    "a helper of another file": "from tests.helpers import check\n\ndef test_it():\n    check(double(2))\n",
    "a helper through its file": "from tests import helpers\n\ndef test_it():\n    helpers.check(double(2))\n",
    "a relative helper": "from .helpers import check\n\ndef test_it():\n    check(double(2))\n",
    "a helper that is passed on": "import threading\n\ndef check():\n    assert double(2) == 4\n\ndef test_it():\n    threading.Thread(target=check).run()\n",
    "a coroutine inside": "import asyncio\n\ndef test_it():\n    async def scenario():\n        assert await double(2) == 4\n    asyncio.run(scenario())\n",
    "a method of its class": "class TestIt:\n    def check(self, a):\n        assert double(a) == 4\n\n    def test_it(self):\n        self.check(2)\n",
    "a method of a helper's object": "class Client:\n    def get(self, path):\n        assert double(path)\n\ndef test_it():\n    Client().get('/')\n",
    "a fixture that checks at the end": "@pytest.fixture\ndef store():\n    made = Store()\n    yield made\n    assert made.closed\n\ndef test_it(store):\n    store.close()\n",
    "unittest": "import unittest\n\nclass TestIt(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(double(2), 4)\n",
    "a library's assertion": "from numpy.testing import assert_allclose\n\ndef test_it():\n    assert_allclose(double(2), 4)\n",
    "an API's own check": "from schemathesis import from_dict\n\n@from_dict({}).parametrize()\ndef test_it(case):\n    case.call_and_validate()\n",
    "an answer's own check": "def test_it(client):\n    client.get('/').raise_for_status()\n",
    "parameters": "@pytest.mark.parametrize(('a', 'b'), [(1, 2)])\ndef test_it(a, b):\n    assert double(a) == b\n",
    "properties": "from hypothesis import given, strategies\n\n@given(strategies.integers())\ndef test_it(a):\n    assert double(a) % 2 == 0\n",
    "cleaning up after an assertion": "def test_it():\n    try:\n        assert double(2) == 4\n    finally:\n        app.main.close()\n",
    "an error that is caught, and one asserted": "def test_it():\n    try:\n        double('x')\n    except Exception as error:\n        assert str(error) == 'no'\n",
    "a file of the project": "from pathlib import Path\n\ndef test_it():\n    assert 'USER' in Path('Dockerfile').read_text()\n",
    "a command of the project": "import subprocess\n\ndef test_it():\n    assert subprocess.run(['python', '-m', 'app']).returncode == 0\n",
    "a fixture of a plugin": "def test_it(page):\n    page.goto('/')\n    assert page.title() == 'It'\n",
    "a module's variable": "STORE = Store()\n\ndef test_it():\n    assert STORE.count() == 0\n",
    "a part of the project that is replaced": "def test_it(monkeypatch):\n    monkeypatch.setattr(app.main, 'VERSION', '2')\n    assert double(2) == 4\n",
    "a function that another is tested without": "from unittest.mock import patch\n\n@patch('app.main.double', return_value=4)\ndef test_it(own):\n    assert Store().add(2) == 4\n",
    "a kind": "def test_it():\n    assert isinstance(double(2), int)\n",
    "a result that is there": "def test_it():\n    assert double(2) is not None\n",
    "a match": "def test_it():\n    match double(2):\n        case 4:\n            assert app.main.called\n",
    "a mock's assertion": "from unittest.mock import Mock\n\ndef test_it():\n    saved = Mock()\n    double(2, saved)\n    saved.assert_called_once_with(4)\n",
}  # fmt: skip
EMPTY = {
    "asserts nothing": [
        "def test_it():\n    double(2)\n",
        "def test_it():\n    return double(2) == 4\n",
        "def test_it():\n    double(2) == 4\n",
        "def test_it():\n    print(double(2))\n",
        "def test_it():\n    check = lambda: double(2)\n    check()\n",
        "class TestIt:\n    def test_it(self):\n        ...\n",
        "def helper():\n    assert double(2) == 4\n\ndef test_it():\n    double(2)\n",
        "def test_it():\n    while False:\n        assert double(2) == 4\n",
        "def test_it():\n    try:\n        assert double(2) == 4\n    except (ValueError, AssertionError):\n        print('no')\n",
    ],
    "asserts only what is always true": [
        "def test_it():\n    with pytest.raises(BaseException):\n        assert double(2) == 4\n",
        "from tests.helpers import check\n\ndef test_it():\n    with pytest.raises(Exception):\n        check(double(2))\n",
        "def test_it():\n    assert not False\n",
        "def test_it():\n    assert [double(2) == 4]\n",
        "def test_it():\n    assert {'result': double(2)}\n",
        "def test_it():\n    assert f'result {double(2)}'\n",
        "def test_it():\n    assert lambda: double(2) == 4\n",
        "def test_it():\n    assert (each for each in double(2))\n",
        "def test_it():\n    assert double\n",
        "def test_it():\n    assert app.main.double is not None\n",
        "def test_it():\n    import app.other as other\n    assert other\n",
        "def test_it():\n    function = double\n    assert callable(function)\n",
        "def test_it():\n    import importlib\n    module = importlib.import_module('app.main')\n    assert module is not None\n",
        "def test_it():\n    import sys\n    assert 'app.main' in sys.modules\n",
        "def test_it():\n    store = Store()\n    assert store is not None\n    assert isinstance(store, Store)\n",
        "def test_it():\n    assert isinstance(double(2), object)\n",
        "def test_it():\n    assert double(2) == 4 or double(2) != 4\n",
        "def test_it():\n    result = double(2)\n    assert result is None or result is not None\n    assert result or not result\n",
        "def test_it():\n    assert app.main.__name__ == 'app.main' and double.__module__ == 'app.main'\n",
        "async def check():\n    pass\n\ndef test_it():\n    double(2)\n    coroutine = check()\n    assert coroutine is not None\n",
        "def test_it():\n    result, double(2)\n    x = 1\n    assert x == 1\n",
        "def test_it():\n    assert len(double(2)) >= 0\n",
        "def test_it():\n    from unittest.mock import ANY\n    assert double(2) == ANY\n",
        "@pytest.mark.parametrize('a', [1, 2])\ndef test_it(a):\n    double(a)\n    assert a in (1, 2)\n",
        "import unittest\n\nclass TestIt(unittest.TestCase):\n    def test_it(self):\n        self.assertTrue(True)\n        self.assertEqual(1, 1)\n",
        "def test_it():\n    double(2)\n    with pytest.raises(ValueError):\n        raise ValueError\n",
    ],
    "like all others only compares what the project gives with what it gives again": [
        "def test_it():\n    assert double(2) == double(2)\n",
        "def test_it():\n    expected = double(2)\n    assert double(2) == expected\n",
    ],
    "replaces what it tests": [
        "def test_it(monkeypatch):\n    monkeypatch.setattr(app.main, 'double', lambda number: 4)\n    assert app.main.double(2) == 4\n",
        "from unittest.mock import patch\n\n@patch('app.main.double', return_value=4)\ndef test_it(double):\n    assert app.main.double(2) == 4\n",
        "from unittest import mock\n\ndef test_it():\n    with mock.patch.object(app.main, 'double', return_value=4) as own:\n        assert app.main.double(2) == 4\n",
        "@pytest.fixture(autouse=True)\ndef steady(monkeypatch):\n    monkeypatch.setattr('app.main.double', lambda number: 4)\n\ndef test_it():\n    assert app.main.double(2) == 4\n",
    ],
    "tests nothing but itself": [
        "def own(number):\n    return 2 * number\n\ndef test_it():\n    assert own(2) == 4\n",
        "class Own:\n    def get(self):\n        return 4\n\ndef test_it():\n    assert Own().get() == 4\n",
        "import json\n\ndef test_it():\n    assert json.loads('4') == 4\n",
        "def test_it(tmp_path):\n    (tmp_path / 'a').write_text('x')\n    assert (tmp_path / 'a').read_text() == 'x'\n",
    ],
}


def found(code: str) -> list[str]:
    files = APP | {"tests/helpers.py": b"def check(value):\n    assert value == 4\n"}
    return [reason for _, reason in empty_tests(files | {"tests/test_it.py": (HEAD + code).encode()})]


@pytest.mark.parametrize("way", HONEST)
def test_an_honest_test_counts(way: str) -> None:
    assert found(HONEST[way]) == []


@pytest.mark.parametrize(("reason", "code"), [(reason, code) for reason, codes in EMPTY.items() for code in codes])
def test_a_test_that_shows_nothing_does_not(reason: str, code: str) -> None:
    assert found(code) == [reason]


def test_the_test_is_named() -> None:
    content = b"class TestIt:\n    def test_a(self):\n        pass\n\ndef test_b():\n    assert 1\n"
    assert sorted(empty_tests({"tests/sub/test_x.py": content})) == [
        ("tests/sub/test_x.py::TestIt::test_a", "asserts nothing"),
        ("tests/sub/test_x.py::test_b", "asserts only what is always true"),
    ]
