"""The vocabulary of patches: what of each module, which built-in names and which attributes their code may use.

What is not listed is refused, since nobody can list everything that does harm.
"""

import builtins
import collections
import csv
import datetime
import decimal
import fractions
import importlib
import io
import re
import uuid
from collections.abc import Iterator
from functools import cache
from types import ModuleType

WHOLE = (
    *("bisect", "calendar", "colorsys", "csv", "datetime", "decimal", "difflib", "fractions", "html", "math"),
    *("statistics", "textwrap", "unicodedata", "uuid", "zlib"),
)
"""Of the standard library: modules of which every public name works on values alone, but for `_EXCEPT`."""
_EXCEPT = {
    "bisect": "insort insort_left insort_right",
    "calendar": "main",
    "csv": "field_size_limit register_dialect unregister_dialect",
    "decimal": "setcontext",
    "uuid": "getnode main uuid1",
}
_LISTED = {
    "__future__": "annotations",
    "abc": "ABC abstractmethod",
    "base64": "b16encode b32encode b64decode b64encode urlsafe_b64decode urlsafe_b64encode",
    "collections": "ChainMap Counter OrderedDict abc defaultdict deque",
    "collections.abc": (
        "AsyncIterator Awaitable Callable Collection Container Generator Hashable Iterable Iterator Mapping "
        "MutableMapping MutableSequence Sequence Set Sized"
    ),
    "contextlib": "closing contextmanager nullcontext suppress",
    "copy": "copy deepcopy",
    "dataclasses": "asdict astuple dataclass field fields replace",
    "enum": "Enum Flag IntEnum StrEnum auto unique",
    "functools": "cache cached_property lru_cache partial reduce total_ordering",
    "hashlib": "blake2b md5 sha1 sha256 sha512",
    "heapq": "merge nlargest nsmallest",
    "io": "BytesIO StringIO TextIOWrapper",
    "itertools": (
        "accumulate batched chain combinations compress cycle dropwhile filterfalse groupby islice pairwise "
        "permutations product repeat starmap takewhile zip_longest"
    ),
    "json": "JSONDecodeError dumps loads",
    "logging": "getLogger",
    "numbers": "Integral Number Real",
    "operator": "add and_ attrgetter contains eq ge gt itemgetter le lt mul ne neg not_ or_ sub truediv",
    "random": "Random choice randint random sample uniform",
    "re": "ASCII IGNORECASE MULTILINE Match Pattern compile escape findall finditer fullmatch match search split sub",
    "secrets": "token_hex token_urlsafe",
    "string": "Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits punctuation whitespace",
    "time": "gmtime monotonic perf_counter strftime strptime time",
    "typing": (
        "Annotated Any BinaryIO ClassVar Final IO Literal Protocol Self TYPE_CHECKING TextIO assert_never cast final "
        "override"
    ),
    "urllib": "parse",
    "urllib.parse": "parse_qs parse_qsl quote quote_plus unquote urlencode urljoin urlsplit",
    "zoneinfo": "ZoneInfo ZoneInfoNotFoundError",
    "fastapi": "APIRouter Depends HTTPException Header Path Query Request Response responses status",
    "fastapi.responses": "JSONResponse PlainTextResponse Response StreamingResponse",
    "flask": "Blueprint Response abort flash jsonify redirect render_template request url_for",
    "ibis": "asc cases coalesce desc greatest ifelse least literal now null row_number today",
    "markupsafe": "escape",
    "numpy": (
        "abs arange argmax argmin argsort array asarray bincount bool_ ceil clip concatenate corrcoef count_nonzero "
        "cumsum diff digitize exp float32 float64 floating floor full histogram inf int64 isfinite isnan linspace log "
        "log1p max maximum mean median min minimum nan nanmax nanmean nanmedian nanmin nansum ndarray ones percentile "
        "quantile searchsorted round sort sqrt stack std sum typing unique var vstack where zeros"
    ),
    "numpy.typing": "ArrayLike NDArray",
    "pandas": "DataFrame Series Timedelta Timestamp concat cut isna merge notna qcut to_datetime to_numeric",
    "pyarrow": "Array Table array bool_ date32 field float64 int64 schema string table timestamp",
    "pydantic": (
        "AfterValidator BaseModel BeforeValidator ConfigDict Field StrictBool StringConstraints ValidationError "
        "WithJsonSchema computed_field field_validator model_validator"
    ),
    "scipy": "stats",
    "sklearn.compose": "ColumnTransformer",
    "sklearn.impute": "SimpleImputer",
    "sklearn.pipeline": "Pipeline make_pipeline",
    "scipy.stats": "chi2_contingency ks_2samp pearsonr spearmanr",
    "sklearn": "compose ensemble impute linear_model metrics pipeline preprocessing",
    "sklearn.ensemble": (
        "HistGradientBoostingClassifier HistGradientBoostingRegressor RandomForestClassifier RandomForestRegressor"
    ),
    "sklearn.linear_model": "Lasso LogisticRegression Ridge",
    "sklearn.metrics": (
        "accuracy_score confusion_matrix f1_score mean_absolute_error mean_squared_error precision_score r2_score "
        "recall_score roc_auc_score"
    ),
    "sklearn.preprocessing": "MinMaxScaler OneHotEncoder RobustScaler StandardScaler TargetEncoder",
    "sqlalchemy": (
        "Boolean Connection Date DateTime Float Integer Numeric Select String Text and_ asc between case cast desc "
        "distinct extract false func literal not_ null or_ select true"
    ),
    "sqlalchemy.func": "abs avg coalesce count date length lower max min replace round substr sum trim upper",
    "starlette": "requests responses",
    "starlette.requests": "Request",
    "starlette.responses": "JSONResponse PlainTextResponse Response StreamingResponse",
    "werkzeug": "exceptions wrappers",
    "werkzeug.exceptions": "BadRequest Conflict Forbidden HTTPException NotFound UnprocessableEntity",
    "werkzeug.wrappers": "Response",
    "babel": "Locale dates numbers",
    "babel.dates": "format_date format_datetime format_interval format_time format_timedelta get_day_names "
    "get_month_names",
    "babel.numbers": "format_compact_currency format_currency format_decimal format_percent get_currency_name "
    "get_currency_symbol parse_decimal",
    "fpdf": "FPDF XPos YPos enums",
    "fpdf.enums": "Align XPos YPos",
    "icalendar": "Alarm Calendar Event Todo vCalAddress vDate vDatetime vText",
    "mistune": "create_markdown",
    "phonenumbers": (
        "NumberParseException PhoneNumber PhoneNumberFormat format_number is_possible_number is_valid_number parse "
        "region_code_for_number"
    ),
    "rapidfuzz": "distance fuzz process utils",
    "rapidfuzz.distance": "DamerauLevenshtein Hamming Indel JaroWinkler Levenshtein",
    "rapidfuzz.fuzz": "QRatio WRatio partial_ratio ratio token_set_ratio token_sort_ratio",
    "rapidfuzz.process": "cdist extract extractOne",
    "rapidfuzz.utils": "default_process",
    "segno": "make make_micro make_qr",
    "slugify": "slugify",
    "stdnum": "ean exceptions iban isbn luhn bic",
    "stdnum.exceptions": "InvalidChecksum InvalidFormat InvalidLength ValidationError",
    "xlsxwriter": "Workbook",
}
_NUMBERS = "calc_check_digits compact format is_valid validate"
MEMBERS: dict[str, frozenset[str]] = {module: frozenset(names.split()) for module, names in _LISTED.items()} | {
    f"stdnum.{name}": frozenset(_NUMBERS.split()) for name in ("bic", "ean", "iban", "isbn", "luhn")
}
"""By module, what of it may be imported and used."""
IN_TESTS: dict[str, frozenset[str]] = {
    module: frozenset(names.split())
    for module, names in {
        "fastapi": "FastAPI",
        "fastapi.testclient": "TestClient",
        "flask": "Flask",
        "flask.testing": "FlaskClient",
        "html.parser": "HTMLParser",
        "logging": "ERROR INFO WARNING",
        "pathlib": "Path",
        "pytest": "CaptureFixture LogCaptureFixture approx fixture mark param raises",
        "pytest.mark": "parametrize",
        "starlette.testclient": "TestClient",
        "xml": "etree",
        "xml.etree": "ElementTree",
        "xml.etree.ElementTree": "Element fromstring",
        "zipfile": "ZipFile",
    }.items()
}
"""The same for tests besides."""
TYPES_ONLY = frozenset(
    (
        *("pathlib.Path", "flask.Flask", "fastapi.FastAPI", "flask.testing.FlaskClient", "sqlalchemy.Connection"),
        *("fastapi.testclient.TestClient", "starlette.testclient.TestClient"),
    )
)
"""What may be named as a type and not called."""
BUILT_IN = frozenset(
    (
        *("abs", "all", "any", "bool", "bytes", "chr", "classmethod", "dict", "divmod", "enumerate", "filter"),
        *("float", "frozenset", "getattr", "hasattr", "hash", "int", "isinstance", "issubclass", "iter", "len", "list"),
        *("map", "max", "min", "next", "object", "ord", "pow", "property", "range", "repr", "reversed", "round"),
        *("set", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "zip", "NotImplemented"),
        *("__name__",),
        *(
            name
            for name, value in vars(builtins).items()
            if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
        ),
    )
)
"""The built-in names that work on values alone."""
NOT_FOR_PATCHES = frozenset(dir(builtins)) - BUILT_IN
"""The other built-in names, whatever a file binds them to."""
ONLY_CALLED = frozenset(("getattr", "hasattr", "operator.attrgetter", "super", "type"))
"""What is no value to hand on: with a name that comes from elsewhere it would reach everything."""
_VALUES = (
    *(str, bytes, int, float, complex, list, tuple, dict, set, range, slice, Exception, datetime.datetime),
    *(datetime.timedelta, datetime.timezone, decimal.Decimal, fractions.Fraction, re.Pattern, re.Match, io.StringIO),
    *(io.BytesIO, collections.Counter, collections.deque, collections.OrderedDict, csv.DictReader, csv.DictWriter),
    *(uuid.UUID,),
)
_UNFIT = frozenset(
    ["detach", "format", "format_map", "fileno", "mro", "readinto", "readinto1", "getbuffer", "seek", "truncate"]
)
_OFTEN = (
    "args form method path endpoint blueprint multi_items query_params path_params status_code mimetype content_type "
    "media_type detail description c label value name scheme netloc query fragment hostname port hexdigest digest "
    "writerow writerows key tzname safe_substitute substitute asc desc where order_by limit offset group_by having "
    "join outerjoin select_from distinct is_ is_not in_ not_in like ilike between nulls_last nulls_first over "
    "scalar_one scalar_one_or_none scalars scalar execute all first one one_or_none mappings subquery alias model_dump "
    "model_dump_json model_copy model_validate default_factory annotation errors messages get getlist to_dict lower "
    # numbers and tables
    "shape size dtype ndim astype mean std min max sum any all tolist item flatten reshape ravel transpose T cumsum "
    "argsort clip round copy nonzero columns index values iloc loc head tail dropna fillna groupby agg aggregate apply "
    "sort_values reset_index set_index rename drop merge isna notna isin unique nunique value_counts median quantile "
    "describe to_numpy num_rows num_columns column column_names schema to_pylist to_pydict fit predict predict_proba "
    "transform fit_transform score coef_ intercept_ mutate filter select order_by cast try_cast fill_null nullif "
    "isnull notnull cases strip length upper capitalize re_extract re_replace re_search "
    "contains concat left right lpad rpad isnan isinf identical_to coalesce table substitute year month day "
    # documents
    "add_worksheet add_format write write_row write_column write_string write_number write_boolean write_datetime "
    "write_blank set_column set_row freeze_panes autofilter autofit merge_range add_table close add_page set_font "
    "set_text_color set_fill_color set_draw_color cell multi_cell ln line rect output epw eph l_margin set_margins "
    "set_auto_page_break set_title page_no add add_component to_ical svg_inline svg_data_uri designator version "
    "E164 INTERNATIONAL NATIONAL country_code national_number similarity normalized_similarity distance "
    # logs
    "debug info warning error exception"
)
_OFTEN_IN_TESTS = (
    "client data text json html status headers get post put patch delete open read read_text write_text "
    "get_data get_json getroot iter findall find tag attrib namelist out err readouterr records caplog at_level "
    "levelname message getMessage parametrize content cookies location links query_string feed handle_starttag "
    "handle_data handle_endtag raises match mkdir exists is_file name test_client"
)
MUTATING = frozenset(
    (
        *("append", "appendleft", "extend", "extendleft", "insert", "add", "update", "pop", "popleft", "popitem"),
        *("clear", "remove", "discard", "setdefault", "sort", "reverse", "subtract", "rotate", "move_to_end"),
        *("intersection_update", "difference_update", "symmetric_difference_update", "writelines", "create", "delete"),
    )
)
"""Methods that change what they are called on."""
FRESH = frozenset(("split", "rsplit", "splitlines", "copy", "findall", "most_common", "add_worksheet", "add_format"))
"""Methods that give something new, which nobody else has."""


def members_of(module: str, *, in_tests: bool) -> frozenset[str] | None:
    """What of a module may be used; None where it is no module that may be."""
    names = (_whole(module) if module in WHOLE else MEMBERS.get(module)) or frozenset()
    if in_tests:
        names |= IN_TESTS.get(module, frozenset())
    return names or None


@cache
def _whole(module: str) -> frozenset[str]:
    loaded = importlib.import_module(module)
    names = getattr(loaded, "__all__", None) or [name for name in vars(loaded) if not name.startswith("_")]
    public = {name for name in names if not isinstance(getattr(loaded, name, None), ModuleType)}
    return frozenset(public) - {*_EXCEPT.get(module, "").split()}


@cache
def attributes_of_values(*, in_tests: bool) -> frozenset[str]:
    """The attributes that code may ask of whatever it has: those of plain values, and what frameworks often need."""
    names = {name for kind in _VALUES for name in dir(kind) if not name.startswith("_")} - _UNFIT
    names |= {*_OFTEN.split()} | ({*_OFTEN_IN_TESTS.split()} if in_tests else set())
    return frozenset(names)


_WORLD = (
    *("builtins", "os", "sys", "io", "types", "pathlib", "importlib", "subprocess", "socket", "shutil", "threading"),
    *("asyncio", "starlette.applications", "starlette.requests", "starlette.routing", "starlette.datastructures"),
    *("sqlalchemy", "sqlalchemy.engine", "duckdb", "jinja2", "numpy", "pyarrow"),
)
_FRAMEWORKS = (
    "app application config extensions state scope session environ secret_key jinja_env jinja_loader url_map "
    "view_functions before_request_funcs after_request_funcs teardown_request_funcs url_value_preprocessors "
    "error_handler_spec template_context_processors dependency_overrides user_middleware middleware_stack routes "
    "dependencies router add_api_route add_url_rule add_route mount include_router register_blueprint before_request "
    "after_request before_app_request after_app_request context_processor app_context_processor template_filter "
    "test_request_context open_resource send_static_file cli shell_context_processor exempt csrf headers cookies "
    "authorization remote_addr backend engine raw_sql sql con to_csv to_parquet create_table drop_table read_sql "
    "get_source globals f_globals f_locals f_builtins f_back f_code gi_frame gi_code cr_frame cr_code ag_frame "
    "tb_frame tb_next func keywords drop_all create_all metadata bind exec_driver_sql connection raw_connection"
)


@cache
def of_the_world() -> frozenset[str]:
    """Attributes that lead out of a value into a framework or the interpreter: no class of a patch has them."""
    return frozenset(_names_of_the_world()) | {*_FRAMEWORKS.split()}


def _names_of_the_world() -> Iterator[str]:
    for module in _WORLD:
        for name, value in vars(importlib.import_module(module)).items():
            yield name
            if isinstance(value, type) and not issubclass(value, BaseException):
                yield from dir(value)
