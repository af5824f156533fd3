"""Signing in and out, and another password."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.access import NEXT, SIGNED_IN, current_account
from app.accounts import AccountError, open_accounts

blueprint = Blueprint("account", __name__, url_prefix="/account")

WRONG = "The name or the password is wrong, or the account is locked."

Answer = str | Response | tuple[str, int]


@blueprint.get("/sign-in")
def form() -> Answer:
    """The form to sign in with."""
    return redirect(url_for("home.index"), 303) if current_account() else render_template("account/sign_in.html")


@blueprint.post("/sign-in")
def sign_in() -> Answer:
    """Begin a session, in which nothing of the one before is left."""
    name = request.form.get("name", "")
    token = open_accounts().sign_in(name, request.form.get("password", ""), request.remote_addr or "")
    if token is None:
        return render_template("account/sign_in.html", name=name, error=WRONG), 422
    target = session.get(NEXT) or url_for("home.index")
    _begin(token)
    return redirect(target, 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    open_accounts().sign_out(session.get(SIGNED_IN, ""))
    session.clear()
    flash("You signed out.")
    return redirect(url_for("account.form"), 303)


@blueprint.get("/password")
def password() -> str:
    """The form for another password."""
    return render_template("account/password.html")


@blueprint.post("/password")
def change_password() -> Answer:
    """Change the password, which ends every other session of the account."""
    account = current_account()
    if account is None:
        return redirect(url_for("account.form"), 303)
    old, new = request.form.get("old", ""), request.form.get("new", "")
    try:
        token = open_accounts().change_password(account, old, new)
    except AccountError as error:
        return render_template("account/password.html", error=str(error)), 422
    _begin(token)
    flash("Your password was changed.")
    return redirect(url_for("home.index"), 303)


def _begin(token: str) -> None:
    session.clear()
    session.permanent = True
    session[SIGNED_IN] = token
