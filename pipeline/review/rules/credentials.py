"""Passwords and keys that stand in the program."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import HIGH, Rule
from pipeline.review.rules.values import OWN, Value, words

DANGER = "hard-coded-credentials"
RULES = (
    Rule(
        "hard-coded-credentials",
        DANGER,
        HIGH,
        Confidence.MEDIUM,
        "Whoever reads the code, now or in its history, has the credential; it cannot be changed without a release.",
        "Read it from the environment or a secret store, without a default, and replace the one that was written here.",
    ),
)
ID = RULES[0].id
NAMES = re.compile(
    r"(^|_)(passw(or)?d|passwd|pwd|pass|passphrase|secret|secret_?key|api_?key|apikey|access_?key|private_?key|"
    r"auth_?key|auth_?token|access_?token|api_?token|"
    r"token|client_?secret|credentials?|encryption_?key|signing_?key|master_?key|jwt_?key|jwt_?secret|"
    r"aws_?secret_?access_?key|fernet_?key|app_?key|"
    r"bearer|db_?pass|admin_?pass|smtp_?pass|hmac_?key|shared_?secret|webhook_?secret|session_?key|service_?key|"
    r"cipher_?key|account_?key|connection_string)(_?\d+|_bytes|_value|_default|_hash)?$",
    re.IGNORECASE,
)
ONLY_IN_CODE = re.compile(r"^(aes|crypto|hmac|jwt|fernet|signing|encryption|encrypt)?_?key$", re.IGNORECASE)
LABELS = words(
    """
    bearer token basic password secret none null true false apikey api_key oauth2 jwt header cookie query string
    text hidden
    """
)
PLACEHOLDER = re.compile(
    r"^(<.*>|\$\{.*\}|\{\{.*\}\}|\$\w+|%\(?\w*\)?s?|\*+|x{3,}|\.{3,}|-+|"
    r"replace[_ -].*|todo.*|dummy.*|placeholder.*|redacted|n/?a|\{.*\})$",
    re.IGNORECASE,
)
KNOWN = re.compile(
    r"(AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|sk_(live|test)_[A-Za-z0-9]{8,}|"
    r"rk_live_\w{8,}|xox[abprs]-[A-Za-z0-9-]{8,}|AIza[\w-]{30,}|"
    r"glpat-[\w-]{16,}|sk-[A-Za-z0-9_-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|"
    r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{20,}"
)
IN_ADDRESS = re.compile(
    r"^[a-z][a-z0-9+.-]*://[^\s/:@{}\0<>$]*:(?P<password>[^\s/@{}\0<>$*]{3,})@[^\s/]", re.IGNORECASE
)
HEADER = re.compile(r"^(bearer|basic|token|apikey)\s+\S{8,}$", re.IGNORECASE)
HEADERS = re.compile(
    r"^(authorization|x-api-key|api-key|x-auth-token|x-access-token|proxy-authorization|private-token|x-apikey|"
    r"apikey|x-token)$",
    re.IGNORECASE,
)
TOKEN = re.compile(r"(^|_)token$", re.IGNORECASE)
LABEL = re.compile(r"[a-z]+([_./:-][a-z]+)+|[A-Z][a-z]*(-[A-Z][a-z]*)+")
LABEL_WORD = re.compile(
    r"(^|[_./:-])(password|token|secret|key|auth|field|id|name|url|credential|origin|header|session|user)s?($|"
    r"[_./:-])",
    re.IGNORECASE,
)
MADE_UP = re.compile(
    r"(^|[_./:-])(dev|my|super|top|very|default|test|admin|prod|change|flask|django|jwt|not|so|a|"
    r"the)[_-]"
)
READS = words(
    """
    os.environ.get os.getenv environ.get getenv os.environ.setdefault decouple.config config env env.str
    environs.Env.str starlette.config.Config
    """
)
LONGEST = 4_000
WRAPPERS = words("Field SecretStr SecretBytes Secret field bytes bytearray str mapped_column")
SECRET_TABLES = re.compile(r"^_?(passwords|credentials|api_?keys|secrets)$", re.IGNORECASE)
KEYED = {
    **dict.fromkeys(("jwt.encode", "jwt.decode", "jose.jwt.encode", "jose.jwt.decode"), 1),
    **dict.fromkeys(("requests.auth.HTTPBasicAuth", "httpx.BasicAuth", "aiohttp.BasicAuth"), 1),
    **dict.fromkeys(("hmac.new", "hmac.digest", "cryptography.fernet.Fernet"), 0),
    **dict.fromkeys(("Crypto.Cipher.AES.new", "Cryptodome.Cipher.AES.new"), 0),
    **dict.fromkeys((f"itsdangerous.{name}" for name in ("URLSafeTimedSerializer", "URLSafeSerializer", "Signer")), 0),
    "itsdangerous.TimestampSigner": 0,
}
"""Calls whose argument at a position is a key."""


def is_credential(value: Value, name: str = "") -> bool:
    """Whether a constant can be a credential: no label, no placeholder, no sentence."""
    const = value.const
    if isinstance(const, bytes):
        return len(const) >= 4
    if not isinstance(const, str):
        return False
    text = const[:LONGEST].strip()
    if len(text) < 3 or PLACEHOLDER.match(text) or (text.lower() in LABELS and text.lower() != "password"):
        return False
    if (
        any(character.isspace() for character in const)
        or ":x:" in text
        or text.lower() == name.lower().replace("_", "-")
    ):
        return bool(KNOWN.search(text))
    if text.startswith(("/", "http://", "https://", "./", "file:", "env:", "arn:", "urn:")) and not IN_ADDRESS.match(
        text
    ):
        return False
    if TOKEN.search(name) and len(text) < 8:
        return False
    return not _is_label(text, name)


def _is_label(text: str, name: str) -> bool:
    """`TOKEN = "X-Token"`, `password = "password_field"`, `SECRET = "prod/db/password"`: names of where it is found."""
    lowered = text.lower()
    if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", text):
        return True
    if lowered in (name.lower(), name.lower().replace("_", "")) and lowered not in ("password", "passwd", "secret"):
        return True
    return bool(LABEL.fullmatch(text)) and bool(LABEL_WORD.search(text)) and not MADE_UP.search(lowered)


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """A name of a credential that gets a constant."""
    name = _last(key.lstrip("+"))
    if NAMES.search(name) and is_credential(value, name):
        frame.report(ID, node, f"{name} is written in the program.")
    elif HEADERS.match(name) and (
        HEADER.match(value.text or "") or (name.lower() != "authorization" and is_credential(value, name))
    ):
        frame.report(ID, node, f"The header {name} is written in the program.")
    made = _inside(frame, getattr(node, "value", None))
    if made is not None and NAMES.search(name) and is_credential(made, name):
        frame.report(ID, node, f"{name} is written in the program.")
    _texts(frame, node, value)
    for entry, item in (value.entries or {}).items():
        _entry(frame, node, entry, item)
        if SECRET_TABLES.search(name) and is_credential(item, entry) and not item.entries:
            frame.report(ID, node, f"{name} has credentials that are written in the program.")


def _inside(frame: Frame, node: ast.expr | None) -> Value | None:
    """The constant in `SecretStr("…")`, `Field(default="…")`, and after `or`."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return frame.value(node.values[-1])
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in WRAPPERS:
        given = [keyword.value for keyword in node.keywords if keyword.arg == "default"] or node.args[:1]
        return frame.value(given[0]) if given else None
    return None


def _last(key: str) -> str:
    match = re.search(r"\[['\"]([^'\"]+)['\"]\]$", key)
    return match.group(1) if match else key.rsplit(".", 1)[-1]


def _entry(frame: Frame, node: ast.AST, name: str, value: Value) -> None:
    is_header = HEADERS.match(name) and (
        HEADER.match(value.text or "") or (name.lower() != "authorization" and is_credential(value, name))
    )
    if is_header or (NAMES.search(name.replace("-", "_")) and is_credential(value, name)):
        frame.report(ID, node, f"{name} is written in the program.")
    for entry, item in (value.entries or {}).items():
        _entry(frame, node, entry, item)


def _texts(frame: Frame, node: ast.AST, value: Value) -> None:
    text = (value.text or "")[:LONGEST]
    match = IN_ADDRESS.match(text)
    if KNOWN.search(text) or (match and not PLACEHOLDER.match(match.group("password"))):
        frame.report(ID, node, "A credential is written in the program.")


def called(call: Call) -> None:
    """A credential that is given to a call, or is the default of one that reads a setting."""
    for name, value in call.keywords.items():
        if NAMES.search(name) and not ONLY_IN_CODE.match(name) and is_credential(value, name):
            call.report(ID, f"{name} is written in the program.")
        if name == "auth" and value.items and len(value.items) == 2 and is_credential(value.items[1], "password"):
            call.report(ID, "A password is written in the program.")
    for value in call.every():
        _texts(call.frame, call.node, value)
        for entry, item in (value.entries or {}).items():
            _entry(call.frame, call.node, entry, item)
    _keyed(call)
    if call.name in READS and len(call.args) + len(call.keywords) > 1:
        name = (call.argument(0) or OWN).text or ""
        default = call.argument(1, "default")
        if default is not None and NAMES.search(name) and is_credential(default, name):
            call.report(ID, f"The default of {name} is written in the program.")


def _keyed(call: Call) -> None:
    if call.name in KEYED:
        key = call.argument(KEYED[call.name], "key", "password", "secret_key")
        if key is not None and is_credential(key):
            call.report(ID, f"The key of {call.last}() is written in the program.")
    if call.last == "login" and len(call.args) == 2 and is_credential(call.args[1], "password"):
        call.report(ID, "The password of login() is written in the program.")


def compared(frame: Frame, node: ast.Compare, left: tuple[str, Value], right: tuple[str, Value]) -> None:
    """A password that is compared with a constant."""
    for (name, _), (_, value) in ((left, right), (right, left)):
        is_word = bool(TOKEN.search(_last(name))) and not any(map(str.isdigit, str(value.text)))
        if NAMES.search(_last(name)) and not is_word and is_credential(value, _last(name)):
            frame.report(ID, node, f"{_last(name)} is compared with a text that is written in the program.")


def _of_table(frame: Frame, node: ast.expr) -> bool:
    """Whether an expression looks something up among credentials that are written in the program."""
    is_get = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get"
    table = node.func.value if is_get else getattr(node, "value", None)  # type: ignore[attr-defined]
    if not isinstance(table, ast.Name | ast.Attribute) or not (is_get or isinstance(node, ast.Subscript)):
        return False
    entries = frame.value(table).entries
    return bool(entries) and all(is_credential(entry, "password") for entry in (entries or {}).values())


def looked_up(frame: Frame, node: ast.Compare, left: tuple[str, Value], right: tuple[str, Value]) -> None:
    """A password that is compared with an entry of a table in the program."""
    sides = ((left[0], node.comparators[0]), (right[0], node.left))
    if any(NAMES.search(_last(name)) and _of_table(frame, other) for name, other in sides):
        frame.report(ID, node, "A password is compared with one that is written in the program.")


EVERY = (called,)
ASSIGNED = (assigned,)
COMPARED = (compared, looked_up)
