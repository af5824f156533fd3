"""What detect-secrets says of files, with less work; `main` prints `{path: [[kind, line], ...]}` (see `spare`).

Detect-secrets asks each of its plugins about each line, which is slow for how it calls them. Here a plugin is asked
only about the lines in which one of its own patterns occurs, because on all others it has nothing to say; and the
patterns are only looked for in lines with the literals that they need.
"""

import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from detect_secrets.core import scan
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector
from detect_secrets.plugins.high_entropy_strings import (
    Base64HighEntropyString,
    HexHighEntropyString,
    HighEntropyStringsPlugin,
)
from detect_secrets.plugins.keyword import DENYLIST_REGEX, KeywordDetector
from detect_secrets.settings import default_settings, get_plugins
from detect_secrets.util.code_snippet import get_code_snippet

from pipeline.review.needed import Lines, needed

VERIFICATION = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"
KEYWORDS = re.compile(DENYLIST_REGEX, re.IGNORECASE)
"""What every pattern of the keyword detector has in it."""
NOTHING_KNOWN = frozenset[str]()
TOLERANCE = 1e-6
"""More than sums of floating-point numbers may err."""


def found_in(paths: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """The kinds of secrets in files, and their lines."""
    scan._process_line_based_plugins = _secrets  # type: ignore[assignment]  # it takes the same, and gives the same
    with default_settings() as settings:
        settings.disable_filters(VERIFICATION)
        secrets = SecretsCollection()
        for path in paths:
            secrets.scan_file(path)
    return {path: [(item["type"], item["line_number"]) for item in items] for path, items in secrets.json().items()}


def _secrets(lines: Sequence[tuple[int, str]], filename: str) -> Iterator[PotentialSecret]:
    """As detect-secrets' own function of this use, for the lines and plugins for which it may find something."""
    texts = [text for _, text in lines]
    for at, plugins in sorted(_asked([text.rstrip() for text in texts]).items()):
        number, line = lines[at][0], lines[at][1].rstrip()
        known: dict[str, Any] = {
            "filename": filename,
            "line": line,
            "context": get_code_snippet(lines=texts, line_number=number),
        }
        if scan._is_filtered_out(required_filter_parameters=["line"], **known):
            continue
        for plugin in plugins:
            for secret in scan._scan_line(plugin=plugin, line_number=number, **known):
                of_secret = {**known, "filename": secret.filename, "secret": secret.secret_value, "plugin": plugin}
                if not scan._is_filtered_out(required_filter_parameters=["context"], **of_secret):
                    yield secret


def _asked(lines: Sequence[str]) -> Mapping[int, list[BasePlugin]]:
    """The plugins that may find something, by the index of the line."""
    asked: dict[int, list[BasePlugin]] = defaultdict(list)
    searched = Lines(lines)
    for plugin, searches in _plugins():
        hits = range(len(lines)) if searches is None else {at for each in searches for at in each.hits(searched, lines)}
        for at in hits:
            asked[at].append(plugin)
    return asked


class Search(NamedTuple):
    """Finds something in each line that a plugin may have something to say of."""

    finds: Callable[[str], object]
    literals: frozenset[str]
    """One of them is in each such line; none where that is not known."""

    def hits(self, searched: Lines, lines: Sequence[str]) -> Iterator[int]:
        """The indexes of those lines."""
        return (at for at in searched.with_one_of(self.literals) if self.finds(lines[at]))


@cache
def _plugins() -> list[tuple[BasePlugin, tuple[Search, ...] | None]]:
    """The plugins of this process's settings."""
    return [(plugin, _searches(plugin)) for plugin in get_plugins()]


def _searches(plugin: BasePlugin) -> tuple[Search, ...] | None:
    """Searches of which one finds something in each line that a plugin may have something to say of.

    None for a plugin of which that is not known.
    """
    if isinstance(plugin, Base64HighEntropyString | HexHighEntropyString):
        return (Search(partial(_is_various, plugin.regex, _fewest_signs(plugin)), NOTHING_KNOWN),)
    if isinstance(plugin, KeywordDetector):
        return (_search(KEYWORDS),)
    if isinstance(plugin, RegexBasedDetector) and type(plugin).analyze_line is BasePlugin.analyze_line:
        return tuple(map(_search, plugin.denylist))
    return None


def _search(regex: re.Pattern[str]) -> Search:
    return Search(regex.search, needed(regex))


def _fewest_signs(plugin: HighEntropyStringsPlugin) -> int:
    """How many different signs a string has at least whose entropy is above a plugin's limit: n signs have log2(n)."""
    is_plain = len(set(plugin.charset)) == len(plugin.charset)
    return next(n for n in range(1, 512) if math.log2(n) > plugin.entropy_limit - TOLERANCE) if is_plain else 0


def _is_various(regex: re.Pattern[str], fewest: int, line: str) -> bool:
    """Whether a line has a string of that many different signs."""
    return any(len(set(found[1])) >= fewest for found in regex.findall(line))


def prepare() -> None:
    """Compile the patterns, and find out what they need."""
    with default_settings():
        _plugins()
    _plugins.cache_clear()  # those that are asked belong to other settings


def main() -> None:
    """Print what is found in the files that the arguments of this process name."""
    print(json.dumps(found_in(sys.argv[1:])))  # noqa: T201
