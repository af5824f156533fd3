"""The pages of those who manage accounts."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from app.access import ROLES, current_account, manages_accounts
from app.accounts import AccountError
from app.administration import open_administration
from app.fields import INTEGER_LIMIT

ACCOUNT = f"/<int(max={INTEGER_LIMIT - 1}):account_id>"

blueprint = Blueprint("administration", __name__, url_prefix="/accounts")

Answer = str | Response | tuple[str, int]


@blueprint.before_request
def require_manager() -> None:
    """Refuse everything here to whoever may not manage accounts."""
    if not manages_accounts():
        raise Forbidden("You may not manage accounts.")


@blueprint.get("")
def index() -> str:
    """Every account."""
    return render_template("administration/list.html", profiles=open_administration().list_all())


@blueprint.get("/new")
def form() -> str:
    """The form for an account."""
    return render_template("administration/new.html", roles=ROLES)


@blueprint.post("/new")
def add() -> Answer:
    """Add an account, and show its first password, which cannot be shown again."""
    name, role = request.form.get("name", ""), request.form.get("role", "")
    try:
        password = open_administration().add(name, role)
    except AccountError as error:
        return render_template("administration/new.html", roles=ROLES, name=name, chosen=role, error=str(error)), 422
    return render_template("administration/password.html", name=name, password=password)


@blueprint.get(ACCOUNT)
def show(account_id: int) -> str:
    """One account, with what can be done about it."""
    return _page(account_id)


@blueprint.post(f"{ACCOUNT}/password")
def reset_password(account_id: int) -> str:
    """Make another password, and show it this once."""
    profile = open_administration().read(account_id)
    password = open_administration().reset_password(account_id)
    return render_template("administration/password.html", name=profile.name, password=password)


@blueprint.post(f"{ACCOUNT}/role")
def change_role(account_id: int) -> Answer:
    """Give the account another role."""
    role = request.form.get("role", "")
    return _changed(account_id, lambda: open_administration().change_role(account_id, role), "has another role")


@blueprint.post(f"{ACCOUNT}/lock")
def lock(account_id: int) -> Answer:
    """Keep somebody out."""
    return _changed(account_id, lambda: open_administration().lock(account_id), "is locked")


@blueprint.post(f"{ACCOUNT}/unlock")
def unlock(account_id: int) -> Answer:
    """Let somebody in again."""
    return _changed(account_id, lambda: open_administration().unlock(account_id), "can sign in again")


def _changed(account_id: int, change: Callable[[], None], what: str) -> Answer:
    """Make a change; whoever changed their own account may not be allowed here any more."""
    profile = open_administration().read(account_id)
    try:
        change()
    except AccountError as error:
        return _page(account_id, str(error)), 422
    flash(f"“{profile.name}” {what}.")
    account = current_account()
    is_own = account is not None and account.id == account_id
    return redirect(url_for("home.index" if is_own else "administration.index"), 303)


def _page(account_id: int, error: str = "") -> str:
    profile = open_administration().read(account_id)
    return render_template("administration/account.html", profile=profile, roles=ROLES, error=error)
