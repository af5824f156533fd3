"""Paths that a client decides."""

import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, key_of
from pipeline.review.rules.module import Entry
from pipeline.review.rules.table import HIGH, LOW, MEDIUM, Rule
from pipeline.review.rules.values import Trust, Value, words

DANGER = "path-traversal"
RULES = (
    Rule(
        "path-traversal",
        DANGER,
        HIGH,
        Confidence.MEDIUM,
        "With `..` or an absolute path a client reaches files outside of the folder that is meant.",
        "Resolve the path and refuse it unless it is_relative_to the folder, or keep only its last part.",
    ),
    Rule(
        "path-traversal-archive",
        DANGER,
        MEDIUM,
        Confidence.MEDIUM,
        "A member of the archive can have a path that leads outside of the folder, and overwrite any file there.",
        "Extract tar archives with filter='data', and check each member's resolved path before it is written.",
    ),
    Rule(
        "path-traversal-name",
        DANGER,
        LOW,
        Confidence.LOW,
        "If somebody else decides the name, `..` in it leads to files outside of the folder that is meant.",
        "Resolve the path and refuse it unless it is_relative_to the folder, or keep only its last part.",
    ),
)
PATH, ARCHIVE, NAME = (rule.id for rule in RULES)
FIRST = words(
    """
    open io.open codecs.open os.open aiofiles.open gzip.open bz2.open lzma.open tarfile.open zipfile.ZipFile
    os.remove os.unlink os.rmdir os.removedirs os.listdir os.scandir os.walk os.mkdir os.makedirs os.chmod
    os.readlink os.truncate shutil.rmtree flask.send_file quart.send_file send_file
    fastapi.responses.FileResponse starlette.responses.FileResponse FileResponse django.http.FileResponse
    aiohttp.web.FileResponse sanic.response.file linecache.getlines numpy.load numpy.loadtxt pandas.read_csv
    pandas.read_excel pandas.read_json pandas.read_parquet PIL.Image.open flask.send_from_directory
    send_from_directory sqlite3.connect configparser.ConfigParser.read fileinput.input tempfile.mkdtemp
    aiofiles.os.remove anyio.open_file glob.glob glob.iglob bottle.static_file
    """
)
"""Calls whose first argument is a path."""
FIRST_TWO = words(
    """
    os.rename os.replace os.link os.symlink shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.move
    """
)
OF_A_PATH = words(
    """
    open read_text read_bytes write_text write_bytes unlink rmdir mkdir touch iterdir rename replace glob rglob
    symlink_to hardlink_to chmod
    """
)
PATH_ARGUMENTS = (("path", "path_or_file", "filename", "directory", "name", "src", "pathname", "top", "file"), ("dst",))
LOOSE = re.compile(
    r"^(name|key|path|file|page|document|report|image|avatar|template|slug|title|rel_path|relative_path|subpath|"
    r"user_id|username|user|doc|doc_id|asset|resource|attachment)$"
)
NAMES = re.compile(
    r"(^|_)(file_?name|fname|filepath|file_path|upload_name|user_path|member_name|attachment|document_name|"
    r"page_name|report_name|template_name)$|^filename$"
)
CONSTRUCTED = re.compile(r"(^|\.)(pathlib\.)?(Path|PurePath)$")


def check(call: Call) -> None:
    """A call that opens, sends, moves or removes a file."""
    name = call.name
    positions: tuple[int, ...] = ()
    if name in FIRST:
        positions = (0,)
    elif name in FIRST_TWO:
        positions = (0, 1)
    for position in positions:
        path = call.argument(position, *PATH_ARGUMENTS[position])
        if path is not None:
            _path(call, path)
    is_of_a_path = call.receiver is not None and call.receiver.type in ("pathlib.Path", "parent")
    if call.receiver is not None and is_of_a_path and call.last in OF_A_PATH:
        _path(call, call.receiver)
    if call.last == "save":
        _saved(call)


def _path(call: Call, path: Value) -> None:
    if path.type.startswith(("request.upload", "request.files", "request.message", "io.")) and not path.pieces:
        return
    parts = [part for _, part in path.holes()] or [path]
    if DANGER in path.safe or "*" in path.safe:
        return
    for part in parts:
        if part.is_open(DANGER, Trust.CLIENT):
            call.report(PATH, f"A request decides the path of {call.last}().")
        elif part.is_open(DANGER) and len(path.pieces) > 1 and _is_foreign(part):
            call.report(PATH, f"The path of {call.last}() has a name in it that somebody else gave.")
        elif call.frame.entry is Entry.COMMAND:
            continue  # who types a command may name any file
        elif part.is_open(DANGER) and len(path.pieces) > 1 and call.frame.names_argument(part, LOOSE):
            call.report(NAME, f"The path of {call.last}() has a name in it that nothing checks.")


def _is_foreign(part: Value) -> bool:
    """Whether a parameter's name says that it is the name of a file of somebody else."""
    return any(NAMES.search(name) for name in part.about)


def _saved(call: Call) -> None:
    """An upload that is stored where the client says."""
    path = call.argument(0, "dst", "destination")
    receiver = call.receiver
    if path is None or receiver is None or call.name.startswith("django."):
        return
    written = key_of(getattr(call.node.func, "value", None))
    if (
        receiver.type.startswith("request")
        or receiver.trust
        or re.search(r"file|upload|image|photo|avatar|storage", written, re.IGNORECASE)
    ):
        _path(call, path)


def extracted(call: Call) -> None:
    """An archive that is unpacked without a look at the paths in it."""
    if call.name == "shutil.unpack_archive":
        source = call.argument(0, "filename")
        if source is not None and source.is_open(DANGER) and "filter" not in call.keywords:
            call.report(ARCHIVE, "unpack_archive() unpacks an archive of somebody else without a check of its members.")
        return
    receiver = call.receiver
    if receiver is None or not receiver.type.startswith("archive") or DANGER in receiver.safe or "*" in receiver.safe:
        return
    given = call.keywords.get("filter")
    if given is not None and (
        given.text in ("data", "tar")
        or given.ref in ("tarfile.data_filter", "tarfile.tar_filter")
        or not isinstance(given.const, str | None)
    ):
        return
    if "zipfile" in receiver.type and not receiver.trust:
        return
    members = (
        call.argument(0, "member")
        if call.last == "extract"
        else call.keywords.get("members") or call.argument(1, "members")
    )
    if members is not None and (not members.trust or DANGER in members.safe or "*" in members.safe):
        return
    call.report(ARCHIVE, f"{call.last}() unpacks an archive without a check of the paths of its members.")


CALLS = {
    **dict.fromkeys(
        {name.rsplit(".", 1)[-1] for name in FIRST | FIRST_TWO} | OF_A_PATH | {"save"},
        check,
    ),
    **dict.fromkeys(("extractall", "extract", "unpack_archive"), extracted),
}
