"""What is sent: values that break what is careless with them, and bodies that are none."""

SCRIPT = "<script>alert(7191)</script>"
TEMPLATE = "{{7191*7191}}"
EVALUATED = str(7191 * 7191)
EVIL = "evil.example"
COOKIE = "quintet=planted"
HOSTILE = (
    "'; DROP TABLE records; --",
    '" OR ""="',
    SCRIPT,
    f'"><svg onload=alert(1)>{SCRIPT}',
    TEMPLATE,
    "${7191*7191}",
    "../../../../../../etc/passwd",
    "$(cat /etc/passwd)",
    "a\x00b",
    "\ufffe\U0001f600\u202e\u2028",
    "%",
    "-1",
    "1e999",
    "NaN",
    "9" * 400,
    "x" * 10_000,
    "",
    f"a\r\nSet-Cookie: {COOKIE}",
    "2024-02-30",
)
FOREIGN = (f"https://{EVIL}/", f"//{EVIL}/", f"/\\{EVIL}", f"https:{EVIL}")
"""Places that a redirect must not lead to."""
PATHS = (
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%2f..%2f..%2fapp/__main__.py",
    "/..%5c..%5capp%5c__main__.py",
    "/app/__main__.py",
    "/.git/config",
    "/.env",
    "/requirements.txt",
    "/%00",
    "/%ff%fe",
    "/" + "a" * 60_000,
    "/?" + "&".join(f"a{number}=1" for number in range(5_000)),
)
JSON = "application/json"
BODIES: tuple[tuple[str, bytes], ...] = (
    (JSON, b""),
    (JSON, b"{"),
    (JSON, b"\xff\xfe"),
    (JSON, b"null"),
    (JSON, b'"text"'),
    (JSON, b"[]"),
    (JSON, b'{"__proto__": {"a": 1}, "constructor": 1}'),
    ("text/plain", b"a"),
    ("application/x-www-form-urlencoded", b"a=1&a=2&%00=%ff"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n"),
)
LARGE: tuple[tuple[str, bytes], ...] = ((JSON, b"[" * 100_000), (JSON, b'{"' + b"x" * 3_000_000 + b'": 1}'))
RAW = (
    b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
    b"GET /\x00\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
)
