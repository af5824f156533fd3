"""Those who manage accounts can do so, nobody else can, and somebody is always left who can."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.access import HIGHEST_ROLE, ROLES
from app.accounts import AccountError, Accounts
from app.administration import Administration, Profile
from app.schema import TABLES
from app.store import NotFoundError
from tests.browser import Browser, Page
from tests.databases import opened
from tests.entrance import NAME, PASSWORD, someone, stranger
from tests.site import Site, running_site

OWN = "a password of my own"
FORMER = "a_role_that_is_no_more"
LAST = "Nobody would be left who can manage accounts."
NOW = 1_700_000_000.0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path) as running:
        yield running


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with opened(tmp_path / "alone", TABLES) as backend:
        found = Accounts(backend, lambda: NOW)
        found.create(NAME, HIGHEST_ROLE, PASSWORD)
        yield found


@pytest.fixture
def administration(accounts: Accounts) -> Administration:
    return Administration(accounts)


def address_of(site: Site, name: str) -> str:
    """The page of an account, as the list leads to it."""
    links = site.browser.open("/accounts").links
    return next(address for address, text in links.items() if text == name and address.startswith("/accounts/"))


def press(browser: Browser, page: str, action: str, values: dict[str, str] | None = None) -> Page:
    """Send the form of a page whose address ends like this."""
    forms = browser.open(page).reader.forms
    form = next(form for form in forms if form.action.endswith(f"/{action}"))
    return browser.post(form.action, form.values | (values or {}))


def shown_password(page: Page) -> str:
    """The password that a page shows."""
    assert page.status == 200
    found = re.search("<code>(.+)</code>", page.html)
    assert found
    return found[1]


def sign_in(browser: Browser, name: str, password: str) -> Page:
    """Fill in the form to sign in."""
    return browser.send("/account/sign-in", {"name": name, "password": password})


def test_somebody_is_added_and_chooses_a_password(site: Site) -> None:
    assert site.browser.open("/").links["/accounts"] == "Accounts"
    role = list(ROLES)[-1]
    form = site.browser.open("/accounts/new").form
    assert (form.options["role"], form.values["role"]) == (list(ROLES), role)
    password = shown_password(site.browser.send("/accounts/new", {"name": "Anna", "role": role}))
    assert password not in site.browser.open(address_of(site, "Anna")).html
    anna = stranger(site.app)
    assert sign_in(anna, "Anna", password).status == 303
    for address in ("/", "/accounts", f"/records/{TABLES[0].name}"):
        assert anna.open(address).location == "/account/password"
    assert anna.send("/account/password", {"old": password, "new": password}).status == 422
    assert "Choose your own to go on." in anna.open("/account/password").html
    assert anna.send("/account/password", {"old": password, "new": OWN}).location == "/"
    assert anna.open("/").status == 200
    assert "Choose your own to go on." not in anna.open("/account/password").html
    assert sign_in(stranger(site.app), "Anna", password).status == 422


def test_the_list_says_who_signed_in_when(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts: Accounts = site.app.extensions["accounts"]
    monkeypatch.setattr(accounts, "_clock", lambda: NOW)
    role = list(ROLES)[-1]
    Administration(accounts).add("<b>Anna", role)
    assert accounts.sign_in(NAME, PASSWORD, "here")
    anna, tester = Administration(accounts).list_all()
    assert (tester.name, tester.role, tester.is_locked) == (NAME, HIGHEST_ROLE, False)
    assert str(tester.signed_in_at) == "2023-11-14 22:13:20+00:00"
    assert anna == Profile(2, "<b>Anna", role, is_locked=False, signed_in_at=None)
    page = site.browser.open("/accounts")
    for text in ("<b>Anna", ROLES[role].label, "2023-11-14 22:13 UTC", "Never", "Active"):
        assert text in page.cells
    assert "<b>" not in page.html


@pytest.mark.parametrize("role", ["", FORMER])
def test_an_account_that_cannot_be_added(site: Site, role: str) -> None:
    page = site.browser.send("/accounts/new", {"name": "Berta", "role": role})
    assert (page.status, page.form.values["name"]) == (422, "Berta")
    assert "Choose one of the roles." in page.html
    page = site.browser.send("/accounts/new", {"name": NAME, "role": HIGHEST_ROLE})
    assert (page.status, page.form.values["role"]) == (422, HIGHEST_ROLE)
    assert f"There is already an account called {NAME}." in page.html


def test_locking_ends_a_session_and_unlocking_lets_in_again(site: Site) -> None:
    anna = someone(site.app, "Anna", HIGHEST_ROLE)
    address = address_of(site, "Anna")
    assert press(site.browser, address, "lock").location == "/accounts"
    assert "“Anna” is locked." in site.browser.open("/accounts").html
    assert "Locked" in site.browser.open("/accounts").cells
    assert anna.open("/").location == "/account/sign-in"
    assert sign_in(stranger(site.app), "Anna", PASSWORD).status == 422
    assert press(site.browser, address, "unlock").location == "/accounts"
    assert "“Anna” can sign in again." in site.browser.open("/accounts").html
    assert anna.open("/").location == "/account/sign-in"
    assert sign_in(anna, "Anna", PASSWORD).status == 303


def test_a_session_that_begins_while_its_account_is_locked_is_none(
    accounts: Accounts, administration: Administration
) -> None:
    administration.add("Anna", HIGHEST_ROLE)
    token = accounts.sign_in(NAME, PASSWORD, "here")
    assert token
    with accounts.database.writing() as connection:
        connection.execute(sa.text("UPDATE _accounts SET is_locked = :locked WHERE id = 1"), {"locked": True})
    assert accounts.find(token) is None


def test_another_role(site: Site) -> None:
    anna = someone(site.app, "Anna", FORMER)
    address = address_of(site, "Anna")
    assert FORMER in site.browser.open("/accounts").cells
    for role in ROLES:
        assert press(site.browser, address, "role", {"role": role}).location == "/accounts"
        page = site.browser.open(address)
        assert "“Anna” has another role." in page.html
        assert next(form for form in page.reader.forms if form.action.endswith("/role")).values["role"] == role
        assert anna.open("/accounts").status == (200 if role == HIGHEST_ROLE else 403)
    refused = press(site.browser, address, "role", {"role": FORMER})
    assert refused.status == 422
    assert "Choose one of the roles." in refused.html


def test_another_password_is_made(site: Site) -> None:
    anna = someone(site.app, "Anna", HIGHEST_ROLE)
    password = shown_password(press(site.browser, address_of(site, "Anna"), "password"))
    assert anna.open("/").location == "/account/sign-in"
    assert sign_in(stranger(site.app), "Anna", PASSWORD).status == 422
    assert sign_in(anna, "Anna", password).status == 303
    assert anna.open("/").location == "/account/password"


def test_somebody_is_left_who_can_manage_accounts(site: Site) -> None:
    own = address_of(site, NAME)
    someone(site.app, "Former", FORMER)
    refused = press(site.browser, own, "lock")
    assert refused.status == 422
    assert LAST in refused.html
    someone(site.app, "Anna", HIGHEST_ROLE)
    assert press(site.browser, address_of(site, "Anna"), "lock").status == 303
    assert press(site.browser, own, "lock").status == 422
    assert press(site.browser, address_of(site, "Anna"), "unlock").status == 303
    assert press(site.browser, own, "lock").location == "/"
    assert site.browser.open("/").location == "/account/sign-in"


def test_the_last_one_keeps_the_role(administration: Administration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROLES, FORMER, ROLES[HIGHEST_ROLE])
    with pytest.raises(AccountError, match=LAST):
        administration.change_role(1, FORMER)
    assert administration.read(1).role == HIGHEST_ROLE
    administration.add("Anna", HIGHEST_ROLE)
    administration.change_role(1, FORMER)
    assert administration.read(1).role == FORMER


def test_nobody_else_manages_accounts(site: Site) -> None:
    own = address_of(site, NAME)
    before = site.browser.open("/accounts").cells
    for role in [*ROLES, FORMER]:
        if role != HIGHEST_ROLE:
            browser = someone(site.app, f"A {role}", role)
            before = site.browser.open("/accounts").cells
            assert "/accounts" not in browser.open("/").links
            token = browser.open("/account/password").form.values["csrf_token"]
            sent = {"csrf_token": token, "name": "Eve", "role": HIGHEST_ROLE}
            for page in ("/accounts", "/accounts/new", own):
                assert browser.open(page).status == 403
            for page in ("/accounts/new", *(f"{own}/{action}" for action in ("role", "password", "lock", "unlock"))):
                assert browser.post(page, sent).status == 403
    assert site.browser.open("/accounts").cells == before


def test_a_stranger_or_a_form_from_elsewhere_changes_no_account(site: Site) -> None:
    own = address_of(site, NAME)
    before = site.browser.open("/accounts").cells
    for page in ("/accounts", "/accounts/new", own):
        assert stranger(site.app).open(page).location == "/account/sign-in"
    for page in ("/accounts/new", *(f"{own}/{action}" for action in ("role", "password", "lock", "unlock"))):
        assert stranger(site.app).post(page, {}).location == "/account/sign-in"
        assert site.browser.post(page, {"name": "Eve", "role": HIGHEST_ROLE}).status == 400
    assert site.browser.open("/accounts").cells == before


def test_an_account_that_is_not_there(site: Site, administration: Administration) -> None:
    with pytest.raises(NotFoundError, match="There is no account 4711"):
        administration.read(4711)
    form = site.browser.open("/accounts/new").form
    for number in (4711, 2**63):
        assert site.browser.open(f"/accounts/{number}").status == 404
        for action in ("role", "password", "lock", "unlock"):
            assert site.browser.post(f"/accounts/{number}/{action}", form.values).status == 404


def test_accounts_of_an_earlier_release_are_kept(tmp_path: Path) -> None:
    with opened(tmp_path, TABLES) as backend:
        Accounts(backend).create(NAME, HIGHEST_ROLE, PASSWORD)
        with backend.writing() as connection:
            for column in ("must_change", "is_locked", "signed_in_at"):
                connection.execute(sa.text(f"ALTER TABLE _accounts DROP COLUMN {column}"))
        accounts = Accounts(backend)
        assert accounts.sign_in(NAME, PASSWORD, "here")
        (profile,) = Administration(accounts).list_all()
        assert (profile.name, profile.role, profile.is_locked) == (NAME, HIGHEST_ROLE, False)
        assert profile.signed_in_at
