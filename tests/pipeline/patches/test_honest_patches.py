"""What a good model writes for services, pipelines of data and models of a CSV file passes the gates that read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.contracts.patches import Edit, NewFile, Patch
from pipeline.contracts.plan import ProjectType
from pipeline.patches.applying import applied
from pipeline.patches.content import check_content
from pipeline.patches.packages import Packages
from pipeline.patches.places import check_places
from pipeline.patches.refusal import PatchRefused
from pipeline.sketch import sketch
from pipeline.submissions import Submission

TABLE = Path(__file__).parents[3] / "pipeline" / "examples" / "seattle_weather.csv"
API, PAGE, REPORT, STEPS, CARD = (
    "app/api.py", "app/page/index.html", "app/page/report.html", "app/steps.py", "app/card.py",
)  # fmt: skip
NEXT = {
    ProjectType.FASTAPI: '@router.get(\n    "/api/aggregate",',
    ProjectType.ETL: '@router.get("/api/runs/{number}")',
    ProjectType.ML: '@router.get("/api/card"',
}
"""Before what an endpoint is written."""
TESTS = {
    ProjectType.FASTAPI: "from app.api import FIELDS\n\n\ndef test_it() -> None:\n    assert len(FIELDS) == 6\n",
    ProjectType.ETL: "from app.steps import STEPS\n\n\ndef test_it() -> None:\n    assert len(STEPS) > 5\n",
    ProjectType.ML: 'from app.wording import short\n\n\ndef test_it() -> None:\n    assert short(1) == "1"\n',
}
NEWEST = '''@router.get("/api/newest", response_model=RecordPage, responses=PROBLEM)
async def newest(request: Request) -> Response:
    """The ten newest days."""
    query = parse_list(FIELDS, [("sort", "-date"), ("limit", "10")])
    return json_response(await _slowly(request, loaded_store(request).page, query))
'''
ROUTE = '@router.get("/api/x")\nasync def x(request: Request) -> object:\n    """X."""\n    return RETURNS\n'
NAMES = '''@router.get("/api/names")
def names() -> dict[str, list[str]]:
    """The names of all {what}."""
    return {{"names": [each.name for each in {what}]}}
'''
SEASONS = '''"""Seasons of the north."""

SEASONS = ("winter", "spring", "summer", "autumn")


def season_of(day: str) -> str:
    """The season of a day as YYYY-MM-DD."""
    return SEASONS[int(day[5:7]) % 12 // 3]
'''
SEASON = '''@router.get("/api/seasons/{day}")
async def season(day: str) -> dict[str, str]:
    """The season of a day."""
    return {"season": season_of(day)}
'''
ROUNDED = '''"""A step that rounds."""

from dataclasses import dataclass

from app.cleaning import Change, OfColumn, Table


@dataclass(frozen=True)
class Rounded(OfColumn):
    """Round the values of a column."""

    digits: int

    @property
    def sentence(self) -> str:
        """As in the class."""
        return f"Round {self.column} to {self.digits} digits."

    def change(self, rows: Table, *, is_original: bool) -> Change:
        """A missing value stays missing."""
        cell = rows[self.column]
        rounded = cell.round(self.digits).cast(cell.type())
        return Change(values={self.column: rounded}, changed=(rounded != cell) & is_original)
'''
LIMITS = """def _limits(info: ModelInfo) -> Iterator[str]:
    yield "## Limits"
    yield ""
    yield f"It knows {info.rows:,} rows of one city, and nothing of others."
    yield ""


"""
FOREST = '''def build_forest(encoder: Encoder, _rows: int) -> Pipeline:
    """Many trees, each of some of the rows."""
    amounts = make_pipeline(SimpleImputer(keep_empty_features=True))
    few = SimpleImputer(strategy="constant", fill_value=-1)
    columns = _by_columns(encoder, {"few": few, "amounts": amounts, "many": _mean_of_target()})
    return make_pipeline(columns, RandomForestClassifier(n_estimators=100, random_state=0))


'''


@dataclass(frozen=True)
class Written:
    """A patch: texts before which something is written, by path; whole new files; and a test of its own."""

    before: tuple[tuple[str, str, str], ...]
    new: tuple[tuple[str, str], ...] = ()
    test: str = ""


def endpoint(project_type: ProjectType, code: str) -> tuple[str, str, str]:
    """An endpoint among the others."""
    return API, NEXT[project_type], f"{code}\n\n"


FASTAPI, ETL, ML = ProjectType.FASTAPI, ProjectType.ETL, ProjectType.ML
PATCHES: dict[str, tuple[ProjectType, Written]] = {
    "a section of a page": (
        FASTAPI, Written(((PAGE, "</main>\n", "<section><h2>About</h2><p>Rain is in millimetres.</p></section>\n"),)),
    ),
    "words to open": (
        FASTAPI, Written(((PAGE, "</main>\n", "<details><summary>Charts</summary><p>By month.</p></details>\n"),)),
    ),
    "the newest records": (FASTAPI, Written((endpoint(FASTAPI, NEWEST),))),
    "names of columns": (FASTAPI, Written((endpoint(FASTAPI, NAMES.format(what="COLUMNS")),))),
    "a module of its own": (
        FASTAPI,
        Written(
            ((API, "from app.schema", "from app.seasons import season_of\n"), endpoint(FASTAPI, SEASON)),
            (("app/seasons.py", SEASONS),),
        ),
    ),
    "a limit": (
        ETL,
        Written(
            (
                (STEPS, "from app.cleaning", "from app.checks import Between\n"),
                (STEPS, "    # No row twice.", '    Between("wind", at_least="0", at_most="200", why="No storm."),\n'),
            )
        ),
    ),
    "a tile": (
        ETL, Written(((REPORT, '<div class="tile"><dt>Files', "<div><dt>All</dt><dd>{{ totals.rows }}</dd></div>\n"),)),
    ),
    "a new kind of step": (
        ETL,
        Written(
            (
                (STEPS, "from app.formats", "from app.rounding import Rounded\n"),
                (STEPS, "    # No row twice.", '    Rounded("wind", 1, why="Finer values are noise."),\n'),
            ),
            (("app/rounding.py", ROUNDED),),
        ),
    ),
    "a chapter of the card": (
        ML,
        Written(((CARD, "def _quality(", LIMITS), (CARD, "_use())", "_limits(info), "))),
    ),
    "a hint": (ML, Written(((PAGE, '<p class="hint">The form', '<p class="hint">Degrees are Celsius.</p>\n'),))),
    "names of features": (ML, Written((endpoint(ML, NAMES.format(what="FEATURES")),))),
    "another model": (
        ML,
        Written(
            (
                ("app/estimators.py", "from sklearn.impute", "from sklearn.ensemble import RandomForestClassifier\n"),
                ("app/estimators.py", "MODELS: Mapping", FOREST),
                ("app/estimators.py", '    "trees": (', '    "forest": ("Random forest", build_forest),\n'),
            )
        ),
    ),
}  # fmt: skip


@cache
def project(project_type: ProjectType) -> tuple[dict[str, bytes], Packages]:
    """The files of a project of the weather, and what it may import."""
    given = Submission(file_name=TABLE.name, content=TABLE.read_bytes(), project_type=project_type)
    with TemporaryDirectory() as folder:
        made = sketch(given, Path(folder) / "made")
    names = frozenset(("fastapi", "ibis", "sklearn", "starlette", "pydantic", "numpy"))
    return dict(made.code), Packages(runtime=names, test=names | {"pytest"})


def read(project_type: ProjectType, written: Written) -> None:
    """Raises PatchRefused where a gate that reads does not let it through."""
    files, packages = project(project_type)
    test = NewFile(path="tests/test_more.py", content=f'"""More."""\n\n{written.test or TESTS[project_type]}')
    patch = Patch(
        requirement="R1",
        summary="More",
        edits=tuple(Edit(path=path, find=find, replace=f"{more}{find}") for path, find, more in written.before),
        new_files=(test, *(NewFile(path=path, content=content) for path, content in written.new)),
    )
    check_places(files, patch)
    check_content(files, applied(files, patch), patch, packages)


@pytest.mark.parametrize("name", PATCHES)
def test_honest_patches_pass(name: str) -> None:
    read(*PATCHES[name])


@pytest.mark.parametrize(
    "code",
    [
        NEWEST.replace("    query = ", "    loaded_store = request.state\n    query = "),
        NEWEST.replace("    query = ", "    global router\n    router = query = "),
        NEWEST.replace("def newest(", "def read_record("),
        ROUTE.replace("RETURNS", "request.app.state.service.store.type('a', (), {})"),
        ROUTE.replace("RETURNS", "request.app.type"),
    ],
)
def test_what_is_near_to_them_does_not(code: str) -> None:
    with pytest.raises(PatchRefused):
        read(FASTAPI, Written((endpoint(FASTAPI, code),)))
