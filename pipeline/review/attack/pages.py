"""The pages that a person would come by, their forms, and requests that abuse them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from .client import Asked, Client
from .values import FOREIGN, HOSTILE

MOST_PAGES, MOST_FORMS = 14, 8
REDIRECTS = (301, 302, 303, 307, 308)
FORM = "application/x-www-form-urlencoded"
LEADS_AWAY = ("next", "url", "redirect", "return", "return_to", "continue", "goto", "dest", "to")
"""Names of parameters that usually say where to go next."""


@dataclass
class Form:
    """A form of a page: where it is sent, how, and its fields with the values that it came with."""

    page: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    password: str = ""

    @property
    def route(self) -> str:
        """As people write it."""
        return f"{self.method} {self.action}"


def joined(page: str, link: str) -> str:
    """Where a link on a page leads; the page itself where it is no link."""
    try:
        return urljoin(page, link)
    except ValueError:
        return page


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self._page = page
        self.links: list[str] = []
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in given:
            self.links.append(joined(self._page, given["href"]))
        elif tag == "form":
            action = joined(self._page, given.get("action") or self._page)
            self.forms.append(Form(self._page, action, given.get("method", "get").upper()))
        elif tag in ("input", "select", "textarea", "button") and self.forms and given.get("name"):
            self.forms[-1].fields[given["name"]] = given.get("value", "")
            if given.get("type") == "password":
                self.forms[-1].password = given["name"]


@dataclass(frozen=True)
class Site:
    """What was come by."""

    pages: tuple[str, ...]
    forms: tuple[Form, ...]


def crawled(client: Client) -> Site:
    """The pages of this service that the first one leads to, and their forms."""
    waiting, seen = ["/"], dict[str, None]()
    forms: dict[str, Form] = {}
    while waiting and len(seen) < MOST_PAGES:
        page = waiting.pop(0)
        answer = client.get(page)
        if answer.status in REDIRECTS:
            place = joined(page, answer.headers.get("location", ""))
            waiting.insert(0, place.removeprefix(f"http://{client.host}:{client.port}"))
        seen[page] = None
        if answer.is_html:
            reader = _Reader(page)
            reader.feed(answer.text)
            forms |= {form.route: form for form in reader.forms if form.route not in forms}
            waiting += reader.links
        waiting = list(dict.fromkeys(local for local in map(_local, waiting) if local and local not in seen))
    return Site(tuple(seen), tuple(forms.values())[:MOST_FORMS])


def _local(link: str) -> str:
    """The path of a link without query, empty where it leads elsewhere or to a file."""
    parts = urlsplit(link)
    return parts.path if parts.path.startswith("/") and not parts.netloc and "." not in parts.path else ""


def signed_in(client: Client, name: str, password: str) -> bool:
    """Sign in by the first form that asks for a password; whether there was one that let us in."""
    for form in crawled(client).forms:
        if not form.password:
            continue
        texts = [each for each, value in form.fields.items() if each != form.password and not value]
        fields = {**form.fields, form.password: password, **({texts[0]: name} if texts else {})}
        answer = client.ask(_sent(form, fields))
        return answer.status in (302, 303)
    return False


def probing(site: Site) -> Iterator[Asked]:
    """Requests that a page or a form may answer as it likes, if only it holds out."""
    for page in site.pages:
        for value in HOSTILE:
            query = urlencode({"q": value, "page": value, "sort": value, value or "a": "1"})
            yield Asked(f"GET {page}", "GET", f"{page}?{query}")
        for place in FOREIGN:
            yield Asked(f"GET {page}", "GET", f"{page}?{urlencode(dict.fromkeys(LEADS_AWAY, place))}")
    for form in site.forms:
        texts = [name for name, value in form.fields.items() if not value] or list(form.fields)
        for at, value in enumerate(HOSTILE if texts else ()):
            yield _sent(form, {**form.fields, texts[at % len(texts)]: value})


def breaking(site: Site) -> Iterator[Asked]:
    """What another site could make a browser send: forms without the token that the page came with."""
    for form in site.forms:
        if form.method == "POST":
            visible = {name: value for name, value in form.fields.items() if "csrf" not in name.lower()}
            yield _sent(form, dict.fromkeys(visible, "x"))


def _sent(form: Form, fields: dict[str, str]) -> Asked:
    data = urlencode(fields)
    if form.method == "GET":
        return Asked(form.route, "GET", f"{form.action}?{data}")
    return Asked(form.route, form.method, form.action, data.encode(), (("Content-Type", FORM),))
