"""Names of files that untrusted code has chosen: which of them no machine, tool or person can be misled or hurt by."""

import re
import unicodedata

MAX_NAME = 255
DEVICES = re.compile(r"con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9]")
"""What Windows takes for a device, in any folder and with any ending: learn.microsoft.com, “Naming Files, Paths, and
Namespaces”; digits as superscripts count, too."""
SPECIAL = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|\ud800-\udfff]')
UNSEEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""Categories of signs that show nothing, steer what is shown (as U+202E does, which turns a name around), or have no
meaning that is known."""
MARKS = frozenset('./\\:*?"<>|')
LOOK_ALIKE = frozenset("\u2044\u2215\u2216\u29f5\u29f8\u29f9\u3002\uff61\ua4f8\u2571\u2572")
"""Slashes, backslashes and dots of other scripts that no normal form turns into the plain ones."""


def path_problem(path: str, depth: int) -> str:
    """Why a path must not come out of a sandbox; an empty string if it may."""
    parts = path.split("/")
    checks = {
        "the path is not plain and relative": path.startswith("/") or any(p in ("", ".", "..") for p in parts),
        "the path has characters that are not portable": bool(SPECIAL.search(path)),
        "the path has characters that can't be seen": any(map(_is_unseen, path)),
        "the path has characters that look like a dot, a slash or another mark": any(map(_is_look_alike, path)),
        "the path is too deep": len(parts) > depth,
        "a name is too long": any(len(p.encode("utf-8", "surrogateescape")) > MAX_NAME for p in parts),
        "a name could be taken for Git's own files": any(map(_is_git_name, parts)),
        "a name is that of a device on Windows": any(map(_is_device, parts)),
        "a name ends in a dot or space": any(p.endswith((".", " ")) for p in parts),
    }
    return next((reason for reason, wrong in checks.items() if wrong), "")


def folded(text: str) -> str:
    """As a case-insensitive, normalising file system sees a name; format characters are ignored there (HFS+)."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return plain.casefold()


def printable(path: str) -> str:
    """A path in printable ASCII, as it is reported; what is too long is cut."""
    return "".join(each if " " <= each <= "~" else each.encode("unicode_escape").decode() for each in path)[:MAX_NAME]


def _is_unseen(sign: str) -> bool:
    """Whether a sign is none that a person sees; of spaces only the plain one is."""
    category = unicodedata.category(sign)
    return category in UNSEEN or (category == "Zs" and sign != " ")


def _is_look_alike(sign: str) -> bool:
    """Whether a sign is another form of one that means something in a path, as full-width dots and slashes are."""
    return sign in LOOK_ALIKE or (sign not in MARKS and not MARKS.isdisjoint(unicodedata.normalize("NFKC", sign)))


def _is_git_name(name: str) -> bool:
    plain = folded(name)
    return plain.startswith((".git", "git~")) and plain != ".gitignore"


def _is_device(name: str) -> bool:
    return DEVICES.fullmatch(folded(name).partition(".")[0].rstrip()) is not None
