"""What every answer is protected by: one page for each refusal, and headers that let a page load only its own files."""

from urllib.parse import unquote_to_bytes

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, SecurityError

from app.errors import ServiceError

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Answer = tuple[str, int]


def protect(app: Flask) -> None:
    """Install the checks of forms, the headers and the error pages."""
    app.before_request(_check_encoding)
    CSRFProtect(app)
    app.after_request(_add_headers)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(ServiceError, _service_error)


def _check_encoding() -> None:
    """Refuse bytes that are no text, which would otherwise be kept as other text."""
    body = request.get_data()
    is_multipart = request.mimetype == "multipart/form-data"
    try:
        unquote_to_bytes(request.query_string).decode()
        (body if is_multipart else unquote_to_bytes(body)).decode()
    except UnicodeDecodeError:
        raise BadRequest("What was sent is not text in UTF-8.") from None


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _http_error(error: HTTPException) -> Answer:
    if error.code == InternalServerError.code:
        return _page("Something went wrong", "This was not your fault. It was noted, and can be tried again.", 500)
    return _page(error.name.capitalize(), error.description or "", error.code or 500)


def _foreign_host(_error: SecurityError) -> Response:
    """A page would need addresses, and there are none for a host that is not this one."""
    return Response("This host name is not served here.\n", 400, content_type="text/plain; charset=utf-8")


def _service_error(error: ServiceError) -> Answer:
    return _page("This cannot be done", str(error), error.status_code)


def _page(title: str, sentence: str, status_code: int) -> Answer:
    return render_template("error.html", title=title, sentence=sentence), status_code
