"""A Dockerfile as its instructions and stages: <https://docs.docker.com/reference/dockerfile/>."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_ESCAPE = re.compile(r"#\s*escape\s*=\s*([\\`])\s*$", re.IGNORECASE)
_DIRECTIVE = re.compile(r"#\s*\w+\s*=")
_HEREDOC = re.compile(r"<<(-?)([\"']?)(\w+)\2")
_FLAG = re.compile(r"--[\w-]+(?:=(?:\"[^\"]*\"|\S)*)?\s+")
_PAIR = re.compile(r"(\w+)=((?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|\\.|[^\s\"'])*)")
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})")


@dataclass(frozen=True)
class Instruction:
    """An instruction, the line at which it begins, its options such as `--from=build`, and what follows them."""

    name: str
    line: int
    options: str
    value: str

    @property
    def exec_form(self) -> list[str] | None:
        """The words of a JSON array, None where it is something else."""
        try:
            words = json.loads(self.value)
        except (ValueError, RecursionError):
            return None
        return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None

    @property
    def pairs(self) -> dict[str, str]:
        """What ENV and ARG set; a name without a value has an empty one."""
        if pairs := {name: _unquoted(value) for name, value in _PAIR.findall(self.value)}:
            return pairs
        name, _, value = self.value.partition(" ")
        return {name: value.strip()}


@dataclass
class Stage:
    """What a FROM begins: the image as written and with its variables filled in, and what is done to it."""

    start: Instruction
    image: str
    name: str
    base: "Stage | None"
    """The earlier stage that it continues."""
    instructions: list[Instruction] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    """The variables that it sets."""

    def every(self, name: str) -> list[Instruction]:
        """The instructions of this name, those of the stages that it continues first."""
        own = [each for each in self.instructions if each.name == name]
        return [*(self.base.every(name) if self.base else ()), *own]

    @property
    def origin(self) -> "Stage":
        """The stage at which its image comes from elsewhere."""
        return self.base.origin if self.base else self


def instructions(text: str) -> list[Instruction]:
    """The instructions in order; `name` may be one that Docker does not know."""
    lines = text.removeprefix("\ufeff").splitlines()
    escape = _escape(lines)
    found: list[Instruction] = []
    at = 0
    while at < len(lines):
        begin, whole = at, lines[at].strip()
        at += 1
        if not whole or whole.startswith("#"):
            continue
        while whole.endswith(escape) and at < len(lines):
            following = lines[at].strip()
            at += 1
            if following and not following.startswith("#"):
                whole = f"{whole[:-1].rstrip()} {following}"
        whole = whole.removesuffix(escape).rstrip()
        for document in _HEREDOC.findall(whole) if re.match(r"(?i)(RUN|COPY|ADD)\s", whole) else ():
            body, at = _document(lines, at, document[2])
            whole = "\n".join([whole, *body]).replace("\\\n", " ")
        found.append(_instruction(whole, begin + 1))
    return found


def stages(every: Sequence[Instruction]) -> list[Stage]:
    """The stages in order."""
    found: list[Stage] = []
    given: dict[str, str] = {}
    for each in every:
        if each.name == "FROM":
            found.append(_stage(each, given, found))
        elif not found:
            given |= each.pairs if each.name == "ARG" else {}
        else:
            stage = found[-1]
            stage.instructions.append(each)
            if each.name in ("ARG", "ENV"):
                stage.known |= {
                    name: filled(value, stage.known) or given.get(name, "") for name, value in each.pairs.items()
                }
    return found


def filled(text: str, known: Mapping[str, str]) -> str:
    """Text with its variables, as far as they are known, in the ways that Docker knows."""

    def value(found: re.Match[str]) -> str:
        set_to = known.get(found[1] or found[2], "")
        if found[3] == "+":
            return found[4] if set_to else ""
        return set_to or (found[4] if found[3] else "") or found[0]

    return _VARIABLE.sub(value, text)


def _stage(start: Instruction, given: Mapping[str, str], earlier: Sequence[Stage]) -> Stage:
    words = start.value.split()
    image = filled(words[0], given) if words else ""
    name = words[2].lower() if len(words) > 2 and words[1].lower() == "as" else ""
    named = {str(number): stage for number, stage in enumerate(earlier)}
    named |= {stage.name: stage for stage in earlier if stage.name}
    base = named.get(image.lower())
    return Stage(start=start, image=image, name=name, base=base, known=dict(base.known) if base else {})


def _escape(lines: Sequence[str]) -> str:
    """The sign that continues a line: a directive at the very top may choose another."""
    for line in lines:
        if found := _ESCAPE.match(line.strip()):
            return found[1]
        if not _DIRECTIVE.match(line.strip()):
            break
    return "\\"


def _document(lines: Sequence[str], at: int, end: str) -> tuple[list[str], int]:
    """The lines of a here-document, and the line behind its end."""
    for number in range(at, len(lines)):
        if lines[number].strip() == end:
            return list(lines[at:number]), number + 1
    return list(lines[at:]), len(lines)


def _instruction(whole: str, line: int) -> Instruction:
    name, _, rest = whole.partition(" ")
    rest, options = rest.strip(), ""
    while found := _FLAG.match(rest):
        options, rest = f"{options}{found[0]}", rest[found.end() :]
    return Instruction(name=name.upper(), line=line, options=options.strip(), value=rest)


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
