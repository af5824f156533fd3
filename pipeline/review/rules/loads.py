"""Data of others that is read in a format that can run code."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import HIGH, Rule
from pipeline.review.rules.values import OWN, Value, words

DANGER = "insecure-deserialization"
RULES = (
    Rule(
        "insecure-deserialization",
        DANGER,
        HIGH,
        Confidence.MEDIUM,
        "The format can carry code, which runs while the data is read.",
        "Use JSON or another plain format, yaml.safe_load, weights_only=True, or verify a signature before reading.",
    ),
    Rule(
        "insecure-deserialization-xml",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "A document can name files and addresses as its entities: what it is turned into holds the server's secrets.",
        "Leave resolve_entities, load_dtd and external entities off, or read with defusedxml.",
    ),
)
OF_PATHS = words(
    """
    joblib.load sklearn.externals.joblib.load pandas.read_pickle torch.load torch.jit.load numpy.load
    shelve.open shelve.DbfilenameShelf keras.models.load_model tensorflow.keras.models.load_model
    dill.load_session pickle.load dill.load cloudpickle.load marshal.load cPickle.load
    pandas.io.pickle.read_pickle joblib.numpy_pickle.load
    """
)
"""Calls that read a file: dangerous where somebody else decides which, or wrote it."""
OF_TEXTS = words(
    """
    pickle.loads cPickle.loads _pickle.loads dill.loads cloudpickle.loads marshal.loads jsonpickle.decode
    jsonpickle.loads jsonpickle.unpickler.decode pickle.Unpickler dill.Unpickler cloudpickle.Unpickler
    xmlrpc.client.loads rpyc.connect
    """
)
YAML = words(
    """
    yaml.load yaml.load_all yaml.unsafe_load yaml.unsafe_load_all yaml.full_load yaml.full_load_all
    """
)
SERIALIZERS = re.compile(r"(accept_content|_serializer|value_deserializer)$", re.IGNORECASE)
EXTERNAL = re.compile(r"feature_external_(ges|pes)|external-(general|parameter)-entities")
SAFE_LOADERS = words("SafeLoader CSafeLoader BaseLoader CBaseLoader")


def check(call: Call) -> None:
    """A call that reads data."""
    source = call.argument(0, "data", "file", "filename", "f", "filepath_or_buffer", "string", "stream", "fp", "obj")
    if call.name in YAML:
        _yaml(call)
    elif source is None:
        return
    elif call.name in OF_TEXTS:
        if not _is_trusted(source):
            call.report(RULES[0].id, f"{call.last}() reads data that can run code, and nothing shows who wrote it.")
    elif call.name in OF_PATHS:
        _path(call, source)


def _is_trusted(source: Value) -> bool:
    if DANGER in source.safe or "*" in source.safe or isinstance(source.const, bytes | str):
        return True
    return not source.trust and source.type.endswith((".dumps", ".dump"))


OPENED = re.compile(r"(^|\.)(open|read_bytes|BytesIO|decompress)(\.read|\.__enter__)?$")


def _is_given(call: Call, source: Value) -> bool:
    """Whether a file that was opened is one that a parameter names."""
    if source.trust or not OPENED.search(source.type):
        return False
    return any((call.frame.known(name) or OWN).is_open(DANGER) for name in source.about)


def _path(call: Call, source: Value) -> None:
    if call.name == "torch.load" and (call.keywords.get("weights_only") or OWN).const is True:
        return
    if call.name == "numpy.load" and (call.argument(2, "allow_pickle") or OWN).const is not True:
        return
    if "load_model" in call.name and (call.keywords.get("safe_mode") or Value(const=True)).const is not False:
        return
    parts = [source, *(part for _, part in source.holes())]
    if DANGER in source.safe or "*" in source.safe:
        return
    if any(part.is_open(DANGER) for part in parts) or _is_given(call, source):
        call.report(RULES[0].id, f"{call.last}() reads a file of somebody else in a format that can run code.")


def _yaml(call: Call) -> None:
    if call.last.startswith(("unsafe", "full")):
        call.report(RULES[0].id, f"yaml.{call.last}() can make objects of any class.")
        return
    loader = call.argument(1, "Loader")
    names = [(loader or OWN).ref.rsplit(".", 1)[-1], (loader or OWN).type.rsplit(".", 1)[-1].removeprefix("self:")]
    own = call.frame.module.classes.get(names[0])
    bases = {base.rsplit(".", 1)[-1] for base in own.bases} if own else set()
    if not (SAFE_LOADERS & {*names, *bases}):
        call.report(RULES[0].id, f"yaml.{call.last}() without SafeLoader can make objects of any class.")


def passed(call: Call) -> None:
    """A reader that is handed over, or named in the settings of a queue."""
    for name, value in call.keywords.items():
        texts = {item.text for item in (value.items or (value,))}
        if value.ref in OF_TEXTS or (SERIALIZERS.search(name) and "pickle" in texts):
            call.report(RULES[0].id, f"{name} reads data that can run code, and nothing shows who wrote it.")
    if call.name in ("map", "functools.partial") and call.args and call.args[0].ref in OF_TEXTS:
        call.report(RULES[0].id, f"{call.args[0].ref} reads data that can run code, and nothing shows who wrote it.")


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """A setting that makes a queue or a session read pickles."""
    texts = [item.text or "" for item in (value.items or (value,))]
    if SERIALIZERS.search(key) and any(text == "pickle" or text.endswith("PickleSerializer") for text in texts):
        frame.report(RULES[0].id, node, "The setting makes the program read pickles of others.")


def parsed(call: Call) -> None:
    """A reader of XML that puts in what an entity names: files of the server, answers of other servers."""
    switches = [call.keywords.get(name, OWN).const for name in ("resolve_entities", "load_dtd")]
    if call.name.startswith("lxml.") and True in switches:
        call.report(RULES[1].id, f"{call.last}() puts in the files that entities of the document name.")
    feature, is_on = call.argument(0) or OWN, (call.argument(1) or OWN).const in (True, 1)
    if call.last == "setFeature" and is_on and EXTERNAL.search(f"{feature.ref} {feature.text or ''}"):
        call.report(RULES[1].id, "The reader puts in the files that entities of the document name.")


def received(call: Call) -> None:
    """A socket of ZeroMQ that reads objects."""
    call.report(RULES[0].id, "recv_pyobj() reads data that can run code, and nothing shows who sent it.")


def made(call: Call) -> None:
    """A YAML reader of ruamel that can run code."""
    if call.name.startswith("ruamel") and (call.keywords.get("typ") or call.argument(0) or OWN).text == "unsafe":
        call.report(RULES[0].id, "The YAML reader can make objects of any class.")


CALLS = {
    **dict.fromkeys({name.rsplit(".", 1)[-1] for name in OF_PATHS | OF_TEXTS | YAML}, check),
    "YAML": made,
    "recv_pyobj": received,
    **dict.fromkeys(("XMLParser", "iterparse", "setFeature"), parsed),
}
EVERY = (passed,)
ASSIGNED = (assigned,)
