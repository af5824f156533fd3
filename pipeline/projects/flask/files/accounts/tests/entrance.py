"""How tests come to see the site: they sign in with an account that may do everything."""

from flask import Flask

from app.access import HIGHEST_ROLE
from app.accounts import Accounts
from tests.browser import Browser

NAME = "Tester"
PASSWORD = " ".join(("correct", "horse", "battery"))


def enter(app: Flask, browser: Browser) -> None:
    """Make the account, and sign in."""
    accounts: Accounts = app.extensions["accounts"]
    accounts.create(NAME, HIGHEST_ROLE, PASSWORD)
    assert browser.send("/account/sign-in", {"name": NAME, "password": PASSWORD}).location == "/"


def stranger(app: Flask) -> Browser:
    """Somebody who did not sign in."""
    return Browser(app.test_client())


def someone(app: Flask, name: str, role: str) -> Browser:
    """Somebody who signed in with a new account."""
    accounts: Accounts = app.extensions["accounts"]
    accounts.create(name, role, PASSWORD)
    browser = stranger(app)
    assert browser.send("/account/sign-in", {"name": name, "password": PASSWORD}).status == 303
    return browser
