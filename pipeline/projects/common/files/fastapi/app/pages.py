"""The page: markup, style and script joined into one document that loads nothing from elsewhere.

The Content-Security-Policy admits exactly this style and this script, by their hashes.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fastapi import Response

PAGE_FOLDER = Path(__file__).parent / "page"


@dataclass(frozen=True)
class Page:
    """A complete HTML document and the policy it is sent with."""

    html: bytes
    policy: str

    def response(self) -> Response:
        """The page as a response."""
        return Response(self.html, media_type="text/html", headers={"Content-Security-Policy": self.policy})


def load_page(styles: Iterable[str] = ("style.css",), scripts: Iterable[str] = ("common.js", "page.js")) -> Page:
    """Join index.html with styles and scripts that lie beside it."""
    style = "".join(map(_read, styles))
    script = "".join(map(_read, scripts))
    markup = _read("index.html")
    head, _, rest = markup.partition("<!-- style -->")
    body, _, tail = rest.partition("<!-- script -->")
    html = f"{head}<style>{style}</style>{body}<script>{script}</script>{tail}"
    return Page(html.encode(), _policy(style, script))


def _read(name: str) -> str:
    return (PAGE_FOLDER / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'; "
        f"img-src data:; style-src {_hash(style)}; script-src {_hash(script)}"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
