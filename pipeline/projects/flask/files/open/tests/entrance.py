"""How tests come to see the site: everybody may."""

from flask import Flask

from tests.browser import Browser


def enter(_app: Flask, browser: Browser) -> None:
    """Make sure that the first page is shown."""
    assert browser.open("/").status == 200
