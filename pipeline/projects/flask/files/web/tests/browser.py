"""What a person does with the site: open pages, follow links, and fill in forms as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

Attributes = list[tuple[str, str | None]]


@dataclass
class Form:
    """A form with the values that it is shown with; `options` are those of its lists."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)


class Reader(HTMLParser):
    """Reads the forms, links, headings and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.cells: list[str] = []
        self._open: list[str] = []
        self._select = self._area = self._link = ""
        self._heading = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note where an element begins."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get")))
        elif tag == "input" and values.get("name"):
            self.forms[-1].values[values["name"]] = values.get("value", "")
        elif tag == "select":
            self._select = values["name"]
            self.forms[-1].values[self._select] = ""
            self.forms[-1].options[self._select] = []
        elif tag == "option":
            self.forms[-1].options[self._select].append(values["value"])
            if "selected" in values:
                self.forms[-1].values[self._select] = values["value"]
        elif tag == "textarea":
            self._area = values["name"]
            self.forms[-1].values[self._area] = ""
        elif tag == "a":
            self._link = values["href"]
            self.links[self._link] = ""
        if tag in ("td", "dd", "th", "h1", "h2"):
            self.cells.append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where an element ends."""
        if tag == "textarea":
            values = self.forms[-1].values
            values[self._area] = values[self._area].removeprefix("\n")
            self._area = ""
        elif tag == "a":
            self._link = ""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._area:
            self.forms[-1].values[self._area] += data
        if self._link:
            self.links[self._link] += data
        if self.cells and {"td", "dd", "th", "h1", "h2"} & set(self._open):
            self.cells[-1] += data


@dataclass(frozen=True)
class Page:
    """An answer, and what its page holds."""

    status: int
    location: str
    html: str
    headers: Mapping[str, str]
    reader: Reader

    @property
    def form(self) -> Form:
        """The form that sends something, or else the last."""
        return next((form for form in reversed(self.reader.forms) if form.method == "post"), self.reader.forms[-1])

    @property
    def links(self) -> dict[str, str]:
        """The texts of the links by address."""
        return {address: " ".join(text.split()) for address, text in self.reader.links.items()}

    @property
    def cells(self) -> list[str]:
        """The texts of headings, and of the cells of tables and lists."""
        return [text.strip() for text in self.reader.cells]


class Browser:
    """Opens pages and sends forms; an answer that leads elsewhere is not followed."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, address: str, query: Mapping[str, str] | None = None) -> Page:
        """The page at an address."""
        return _page(self.client.get(address, query_string=query))

    def send(self, address: str, values: Mapping[str, str] | None = None) -> Page:
        """Fill in the form of a page and send it."""
        form = self.open(address).form
        return self.post(form.action or address, form.values | dict(values or {}))

    def post(self, address: str, values: Mapping[str, str]) -> Page:
        """Send values, whatever a form would offer."""
        return _page(self.client.post(address, data=values))


def _page(response: Any) -> Page:
    with response:
        text = response.get_data(as_text=True)
    return Page(response.status_code, response.headers.get("Location", ""), text, response.headers, Reader(text))
