"""What detect-secrets says of files, with less work; a program of its own, which prints `{path: [[kind, line], ...]}`.

Detect-secrets asks each of its plugins about each line, which is slow for how it calls them. Here a plugin is asked
only about the lines in which one of its own patterns occurs, because on all others it has nothing to say.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from detect_secrets.core import scan
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector
from detect_secrets.plugins.high_entropy_strings import HighEntropyStringsPlugin
from detect_secrets.plugins.keyword import DENYLIST_REGEX, KeywordDetector
from detect_secrets.settings import default_settings, get_plugins
from detect_secrets.util.code_snippet import get_code_snippet

VERIFICATION = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"
KEYWORDS = re.compile(DENYLIST_REGEX, re.IGNORECASE)
"""What every pattern of the keyword detector has in it."""


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
    for plugin in get_plugins():
        searches = _searches(plugin)
        hits = range(len(lines)) if searches is None else {at for search in searches for at in _hits(search, lines)}
        for at in hits:
            asked[at].append(plugin)
    return asked


def _hits(search: Callable[[str], object], lines: Sequence[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if search(line)]


def _searches(plugin: BasePlugin) -> tuple[Callable[[str], object], ...] | None:
    """Searches of which one finds something in each line that a plugin may have something to say of.

    None for a plugin of which that is not known.
    """
    if isinstance(plugin, HighEntropyStringsPlugin):
        return (plugin.regex.search,)
    if isinstance(plugin, KeywordDetector):
        return (KEYWORDS.search,)
    if isinstance(plugin, RegexBasedDetector) and type(plugin).analyze_line is BasePlugin.analyze_line:
        return tuple(regex.search for regex in plugin.denylist)
    return None


if __name__ == "__main__":
    print(json.dumps(found_in(sys.argv[1:])))  # noqa: T201
