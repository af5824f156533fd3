"""How tests come to see the site: they sign in with an account that may do everything."""

from flask import Flask

from app.access import ROLES
from app.accounts import Accounts
from tests.browser import Browser

NAME = "Tester"
PASSWORD = " ".join(("correct", "horse", "battery"))


def enter(app: Flask, browser: Browser) -> None:
    """Make the account, and sign in."""
    accounts: Accounts = app.extensions["accounts"]
    accounts.create(NAME, next(iter(ROLES)), PASSWORD)
    assert browser.send("/account/sign-in", {"name": NAME, "password": PASSWORD}).location == "/"
