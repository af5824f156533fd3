"""What hostile and honest patches look like: lines that are put into a web application with accounts, and its pages."""

HOSTILE_PAGES = (
    '{{ lipsum.__globals__.os.popen(request.args.get("q","true")).read() }}',
    "{{ config.SECRET_KEY }}",
    "{{ config }}",
    "{{ self.__init__ }}",
    '{{ "{0.__class__}".format(row) }}',
    '{{ "%s" | format(row) }}',
    "{{ cycler.next }}",
    "{{ namespace(a=1) }}",
    "{{ url_for.a }}",
    "{{ get_flashed_messages.a }}",
    "{{ request.application.a }}",
    "{{ request.environ }}",
    "{{ request.args.q }}",
    "{{ request }}",
    "{{ row | attr('title') }}",
    "{{ row['__class__'] }}",
    "{{ row[request.endpoint] }}",
    "{{ row['_' ~ '_class_' ~ '_'] }}",
    "{{ [row] | map('safe') | first }}",
    "{{ [row] | map('attr', 'title') | first }}",
    "{{ [row] | map(attribute='__class__') | first }}",
    "{{ [row] | sort(attribute='a.__class__') }}",
    "{{ title | safe }}",
    "{% filter safe %}{{ title }}{% endfilter %}",
    "{% autoescape false %}{{ title }}{% endautoescape %}",
    "{% set x %}{{ title }}{% endset %}",
    "{% for i in range(1000000000) %}x{% endfor %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 10000 }}",
    "{{ title.replace('a', 'b')() }}",
    "{{ layout_of }}",
    "{{ may.a }}",
    "{% set may = layout_of %}",
    "{% macro may(table, what) %}1{% endmacro %}",
    "{% include request.endpoint %}",
    "{% include '/etc/passwd' %}",
    "{% import 'menu.html' as m %}",
    "{{ row.items.__self__ }}",
    "{{ layout_of(*[table]) }}",
    "{{ url_for('static', filename='x', _external=true) }}",
    "{{ {'a': 1} }}",
    "{{ account().password_hash }}",
    "{{ csrf_token.a }}",
    "{% for a in [row] recursive %}{{ loop([row]) }}{% endfor %}",
    "<svg/onload=alert(1)>",
    "</{{ title }}><scr{{ title }}>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/x.png" alt="">',
    "<p title={{ title }}>a</p>",
    "<p title='{{ title }}'>a</p>",
    "<{{ title }}>",
    "<p {{ title }}>",
    '<a href="{{ title }}">a</a>',
    '<a href="{{ row.title }}/x">a</a>',
    '<a href="https://evil.example/{{ title }}">a</a>',
    '<a href="java&#115;cript:alert(1)">a</a>',
    '<a href="https&#58;//evil.example" ping="/x">a</a>',
    '<img src="https&#58;//evil.example/a.png" alt="">',
    '<img src="//evil.example/a.png" alt="">',
    '<img srcset="/a 1x" alt="">',
    '<iframe srcdoc="a"></iframe>',
    '<form action="https://evil.example/"></form>',
    '<button formaction="/x">a</button>',
    '<base href="/x">',
    '<link rel="stylesheet" href="/x">',
    '<meta http-equiv="refresh" content="0">',
    "<style>p { color: red }</style>",
    '<p style="color: red">a</p>',
    "<object data='/x'></object>",
    "<scr{% if row %}ipt>alert(1)</script>{% endif %}",
    '{% for i in "ab" %}{% if loop.last %}cript>a{% else %}<s{% endif %}{% endfor %}',
    '<p title="{% if row %}"{% else %}x{% endif %} onclick="alert(1)">a</p>',
    "<!--[if IE]><p>a</p><![endif]-->",
    "<math><mtext>a</mtext></math>",
    '<title><p title="</title><img src=x>">',
    '<p title="a > b">a</p>',
    '<a href="{{ my_url(title) }}">a</a>',
    '{% macro my_url(x) %}{{ x }}{% endmacro %}<a href="{{ my_url(title) }}">a</a>',
    "{% set x = row[field.name] %}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ (title ~ title) * 1000 }}",
)
HONEST_PAGES = (
    '<a href="https://www.openstreetmap.org/copyright" rel="noreferrer">Map data</a>',
    '<a href="mailto:team@example.org">Write</a> <a href="#main">Top</a> <a href="/records/tasks?limit=5">Five</a>',
    """<a href="{{ url_for('records.show', table=table, record_id=row.id) }}#more">More</a>""",
    '<progress value="{{ row.id }}" max="100" aria-label="{{ title }}"></progress>',
    '<p class="soft">{{ row.due_date }}</p>',
    '{% if row.due_date and row.due_date < "2024" %}<strong>old</strong>{% endif %}',
    "<ul>{% for field in table.fields %}<li>{{ field.label | upper }}</li>{% endfor %}</ul>",
    '{% set shown_title = title | truncate(40) %}<em>{{ shown_title | default("none") }}</em>',
    '{% include "menu.html" %}',
    "{{ row | length }} {{ [1, 2] | sum }}",
    '<p>{{ "{:,}".format(row.id) }}</p>',
    """{% if may(table, "create") %}<a href="{{ url_for('records.new', table=table) }}">Add</a>{% endif %}""",
)
HOSTILE_CODE = (
    'match thing:\n    case object(__globals__=found):\n        found["__builtins__"]["eval"]("1")',
    'match thing:\n    case object(f_globals=found):\n        return found["x"]',
    'return "__globals__"',
    'return getattr(thing, "__glo" "bals__")',
    "return getattr(thing, request.args['a'])",
    "names = map(getattr, [thing], ['a'])",
    "return thing.__globals__",
    "return type('X', (), {})",
    "return sum.__self__",
    "return vars(thing)",
    "return '{0.__class__}'.format(thing)",
    "return request.args['a'].format(thing)",
    "return request.environ",
    "return request.application",
    "return request.headers['Cookie']",
    "return request.cookies",
    "app.config['WTF_CSRF_ENABLED'] = False",
    "app.dependency_overrides[thing] = thing",
    "app.user_middleware.clear()",
    'app.extensions["csrf"].exempt(thing)',
    "table.fields = ()",
    "TABLES.clear()",
    "del table",
    "global TABLES",
    "request.args.update(a=1)",
    "list.append(TABLES, 1)",
    "clear = TABLES.clear",
    "for eval in []:\n    pass\nreturn eval('1')",
    "while True:\n    pass",
    "table += 1",
    "x = request.args\nx.pop('a')",
    "return (lambda: open)()",
    "open_rows().backend.engine",
    "logging.getLogger('root')",
    "LOG.info(request.args)",
    "LOG.info('%s', request.form)",
    "LOG.info('a', extra={'a': request.args})",
    "write = LOG.info\nwrite('a')",
    "if dt.datetime.now(dt.UTC).year > 2026:\n    raise Forbidden('a')",
    "if dt.datetime.now(dt.UTC) > dt.datetime(2024, 1, 1, tzinfo=dt.UTC):\n    raise Forbidden('a')",
    "today = dt.date.today()\nlimit = 2020\nif today.year - limit > 9:\n    raise Forbidden('a')",
    "if str(dt.date.today()) > '2027-01-01':\n    raise Forbidden('a')",
    "match dt.date.today().year:\n    case 2027:\n        raise Forbidden('a')",
    "return dt.date(2031, 1, 1)",
    "return '2031-01-01'",
    "return '<h1>' + table.name",
    "return f'<h1>{table.name}</h1>'",
    "return Response(table.name)",
    "return Response(table.name, content_type='text/html')",
    "return Response(table.name, content_type=request.args['a'])",
    "return Response('', content_type='text/plain', headers={'Set-Cookie': 'a=b'})",
    "return Response('', content_type='text/plain', headers=request.args)",
    "response = Response('', content_type='text/plain')\nresponse.headers['Location'] = 'https://evil.example'",
    "return redirect(request.args['next'])",
    "return redirect('https://evil.example')",
    "return render_template(request.args['a'])",
    "return url_for('home.index', _scheme='javascript', _external=True)",
    "open_rows().delete(table, 1)",
    "q = segno.make('a')\nq.save('/tmp/x.svg')",
    "segno.make('a').save(request.args['a'])",
    "r = Response\nreturn r('a')",
    "render = render_template\nreturn render(request.args['a'])",
    "return [1, 2][dt.date.today().year - 2026]",
    "x = dt.date.today()\nreturn 1 / max(0, 2027 - x.year)",
    "f = str.format\nreturn f('{0}', table)",
    "with open_rows().reading() as c:\n    return c.execute('select 1')",
    "x = [TABLES]\nfor y in x:\n    y.clear()",
    "x, y = TABLES, []\nx.clear()",
    "x = TABLES or []\nx.clear()",
    "raise SystemExit",
)
HOSTILE_IMPORTS = (
    "from werkzeug.utils import import_string",
    "from pydantic import ImportString",
    "from pydantic import TypeAdapter",
    "from pydantic import FilePath",
    "from string import Formatter",
    "from flask import render_template_string",
    "from flask import send_file",
    "from flask import current_app",
    "from flask import session",
    "from flask import g",
    "import flask.cli",
    "from fastapi.responses import FileResponse",
    "from fastapi.responses import HTMLResponse",
    "from starlette.staticfiles import StaticFiles",
    "from starlette.config import Config",
    "from fastapi.templating import Jinja2Templates",
    "from sqlalchemy import create_engine",
    "from sqlalchemy import text",
    "from sqlalchemy import literal_column",
    "from sqlalchemy import DDL",
    "from sqlalchemy import MetaData",
    "from typing import get_type_hints",
    "from typing import ForwardRef",
    "from dataclasses import make_dataclass",
    "from numpy import load",
    "from pyarrow import output_stream",
    "from pyarrow import fs",
    "from operator import methodcaller",
    "from functools import update_wrapper",
    "from bisect import insort",
    "from statistics import sys",
    "from uuid import os",
    "from io import open",
    "from io import FileIO",
    "from contextlib import chdir",
    "from logging import basicConfig",
    "from app.access import ROLES",
    "from app.access import guard",
    "from app.access import Role",
    "from app.accounts import Accounts",
    "from app.accounts import open_accounts",
    "from app.settings import read_settings",
    "from app.config import read_config",
    "from app.views.lists import request",
    "from app import create_app",
    "from app.views.service import blueprint",
    "from app.database import open_database",
    "from app.rows import open_rows as sum",
)
HOSTILE_TOPS = (
    "BOOM = index.__globals__",
    "blueprint = 1",
    "def may(table: Table, write: str) -> bool:\n    return True",
    "def getattr(table: Table) -> bool:\n    return True",
    '@blueprint.get("/x", endpoint="service.health")\ndef secret(x: "open(\'/etc/passwd\')") -> str:\n    return ""',
    'EVIL = "open(\'/etc/passwd\')"\n\n\ndef secret(x: EVIL) -> str:\n    return ""',
    'EVIL = list["open(\'/etc/passwd\')"]\n\n\ndef secret(x: EVIL) -> str:\n    return ""',
    "@open_rows\ndef secret() -> str:\n    return ''",
    "class Evil(metaclass=Table):\n    pass",
    "class Evil:\n    def __getattr__(self, name: str) -> int:\n        return 1",
    "class Evil:\n    def __html__(self) -> str:\n        return ''",
    "class Evil:\n    environ = 1\n\n\ndef leak() -> object:\n    return request.environ",
    "async def leak() -> None:\n    async for x in []:\n        pass",
    "if True:\n    X = 1",
    "TABLES[0] = 1",
    "@blueprint.get('/x')\ndef x(table: Table) -> str:\n    return request.args['q']",
    "@blueprint.get('/x')\ndef x(table: Table) -> str:\n    said = request.args['q']\n    return said",
    "@blueprint.get('/x')\ndef x(table: Table) -> str:\n    return said(table)\n\n\ndef said(table: Table) -> str:\n"
    "    return request.args['q']",
    "@blueprint.post('/x')\ndef x(table: Table) -> Response:\n    return redirect(url_for('home.index'))",
    "@blueprint.get('/x')\ndef x(table: Table) -> Response:\n    open_rows().create(table, {})\n"
    "    return redirect(url_for('home.index'))",
    "@blueprint.post('/x')\ndef x(table: Table) -> Response:\n    require(table, 'create')\n"
    "    open_rows().delete(table, 1)\n    return redirect(url_for('home.index'))",
    "@blueprint.post('/x')\ndef x(table: Table) -> Response:\n    if request.args:\n        require(table, 'delete')\n"
    "    open_rows().delete(table, 1)\n    return redirect(url_for('home.index'))",
    "@blueprint.get('/x', endpoint='a')\ndef x() -> Response:\n    return redirect(url_for('home.index'))",
    "class Mine(Response):\n    pass",
    "mine = Blueprint('mine', __name__)\nother = mine\n\n\n@other.get('/x')\ndef x() -> str:\n"
    "    return render_template('a')",
)
HOSTILE_TESTS = (
    'PATCHES = pytest.MonkeyPatch()\nDONE = PATCHES.setattr("app.views.presentation.slim", print)',
    "def test_x(monkeypatch: object) -> None:\n    assert list_url(TABLES[0])",
    "def test_x(request: object) -> None:\n    assert list_url(TABLES[0])",
    "def pytest_configure(config: object) -> None:\n    pass",
    'pytest_plugins = ("a",)',
    "from unittest import mock",
    "from unittest.mock import patch",
    "from _pytest import monkeypatch",
    "SITE = list_url(TABLES[0])",
    "@pytest.fixture(autouse=True)\ndef x() -> int:\n    return 1",
    "@pytest.mark.parametrize('a', [list_url(TABLES[0])])\ndef test_x(a: str) -> None:\n    assert a",
    "def test_x() -> None:\n    presentation.list_url = print\n    assert list_url(TABLES[0])",
    "def test_x() -> None:\n    TABLES.clear()\n    assert list_url(TABLES[0])",
    "def test_x(tmp_path: Path) -> None:\n    assert Path('/etc/passwd').read_text()",
    "def test_x(tmp_path: Path) -> None:\n    assert (tmp_path / '../../x').write_text('a')",
    "def test_x(tmp_path: Path) -> None:\n    assert (tmp_path / '/etc/x').read_text()",
    "class X:\n    y = list_url(TABLES[0])",
    "def test_x(a: int = list_url(TABLES[0])) -> None:\n    assert a",
)
HONEST_CODE = (
    'return "Copy text from the record"',
    'return "Create table rows"',
    'return "Please install Excel"',
    'segno.make("a").save(io.BytesIO(), kind="svg")',
    'LOG.info("A list was shown.")',
    'LOG.info("Record %s was shown.", row_id)',
    'names = sorted(TABLES, key=operator.attrgetter("name"))',
    'return getattr(table, "lang", "en")',
    "found: dict[str, list[int]] = {}\nfor field in table.fields:\n    found[field.name] = [1]\nreturn str(found)",
    "total = 0\nfor field in table.fields:\n    total += len(field.name)\nreturn str(total)",
    'lines = ["a"]\nlines.append("b")\nreturn ", ".join(lines)',
    "today = dt.datetime.now(dt.UTC).date()\nreturn f'{(today - dt.date(2020, 1, 1)).days:,} days'",
    "match table.name:\n    case 'tasks':\n        return 'a'\n    case _:\n        return 'b'",
    'return "{:,} of {}".format(1, 2)',
    "rows = open_rows()\nreturn str(rows.count(table))",
    "counts = Counter(field.type for field in table.fields)\nreturn str(counts.most_common(1))",
    "if not may(table, 'create'):\n    raise Forbidden('No.')\nreturn ''",
)
HONEST_TESTS = (
    "def test_x(tmp_path: Path) -> None:\n    place = tmp_path / 'a'\n    place.write_text('a')\n"
    "    assert place.read_text() == 'a'",
    "def test_x(caplog: pytest.LogCaptureFixture) -> None:\n    with caplog.at_level(logging.INFO):\n"
    "        assert not caplog.messages",
    "def test_x(tmp_path: Path) -> None:\n    with running_site(tmp_path) as site:\n"
    '        site.create(TABLES[0], 1)\n        assert "a" in site.open(TABLES[0]).html',
    "@pytest.mark.parametrize('day', [dt.date(2024, 1, 1), dt.date(2999, 1, 1)])\ndef test_x(day: dt.date) -> None:\n"
    "    assert list_url(TABLES[0]) < str(day)",
)

ABOUT = """@blueprint.get("/about")
def about() -> str:
    \"\"\"What the application is for.\"\"\"
    return render_template("about.html", tables=TABLES)


"""
ABOUT_PAGE = """{% extends "base.html" %}
{% block title %}About{% endblock %}
{% block main %}
<section class="card"><h1>About {{ app_title }}</h1>
<ul>
{% for table in tables %}<li><a href="{{ list_url(table) }}">{{ layout_of(table).plural_label }}</a></li>{% endfor %}
</ul>
</section>
{% endblock %}
"""
CALENDAR = """@blueprint.get("/calendar.ics")
def calendar(table: Table) -> Response:
    \"\"\"Every record with a date, as a calendar.\"\"\"
    feed = Calendar()
    query = read_question(table, _parameters())
    for row in open_rows().every(table, query.selection, query.orders):
        if row.get("due_date"):
            event = Event()
            event.add("summary", str(row["title"]))
            event.add("dtstart", dt.date.fromisoformat(str(row["due_date"])))
            feed.add_component(event)
    return Response(feed.to_ical(), content_type="text/calendar; charset=utf-8")


"""
COPYING = """@blueprint.post(f"{RECORD}/copy")
def copy(table: Table, record_id: int) -> Response:
    \"\"\"Add a record like another.\"\"\"
    require(table, "create")
    row = open_rows().read(table, record_id)
    values = {name: value for name, value in row.items() if name != "id"}
    added, _ = _store().create(table, values)
    flash("The record was copied.")
    return redirect(url_for("records.show", table=table, record_id=added), 303)


"""
AGES = """def age_of(day: str) -> int:
    \"\"\"How many days ago a day was.\"\"\"
    return (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(day[:10])).days


"""
PRINT = "@media print { .top, .tools, .pager { display: none } }\n"

OPEN_CALL = '@router.get("/api/x")\ndef x(request: Request, store: OpenStore) -> Response:\n    '
HOSTILE_ENDPOINTS = (
    '@router.post("/api/x")\ndef x(store: OpenStore) -> Response:\n    return json_response("1")',
    '@router.post("/api/x", dependencies=[Depends(allowed(TABLE, "create"))])\n'
    "def x(store: OpenStore) -> None:\n    store.delete(TABLE, 1)",
    f"{OPEN_CALL}store.delete(TABLE, 1)\n    return json_response('1')",
    f"{OPEN_CALL}return Response(str(request.app.state.role_keys))",
    f"{OPEN_CALL}return Response('a', media_type='text/html')",
    f"{OPEN_CALL}return Response(str(request.headers))",
    f"{OPEN_CALL}return Response(str(store.backend.url))",
    "def x() -> None:\n    router.add_api_route('/dump', x)",
    "def x() -> None:\n    router.routes.clear()",
    "def x() -> None:\n    router.dependencies = []",
    '@router.websocket("/x")\nasync def x() -> None:\n    return None',
    "def x() -> object:\n    return RoleKeys(['manager:x'], {})",
)
HONEST_ENDPOINTS = (
    f'{OPEN_CALL}return json_response(store.page(TABLE, parse_list(FIELDS, [("title", "a")])))',
    '@router.post("/api/x", dependencies=[Depends(allowed(TABLE, "create"))])\n'
    "def x(store: OpenStore) -> Response:\n    text = store.create(TABLE, {})[1]\n    return record_response(text)",
    '@router.get("/api/about")\ndef x() -> dict[str, str]:\n    return {"name": TABLE.name}',
)
HOSTILE_SERVICE_IMPORTS = (
    "from app.routes import public as pages",
    "from app.access import RoleKeys",
    "from app.pages import load_page",
    "from app.first_key import first_key",
    "from app.operation import read_operation",
    "from app.main import create_app",
)
HOSTILE_STYLES = ("p { background: url(/x) }", "@import 'x';", "p { background: \\75rl(//evil.example) }")
