"""Credentials of well-known services: what they look like wherever they stand, and a text without them.

The forms are those that the services themselves publish for secret scanning. They are narrow on purpose, since a
person's data is changed by them: a slug, a digest or an identifier is none of them.
"""

import re

REMOVED = "[credential removed]"
"""What stands in a credential's place."""

_FORMS = (
    r"\bsk-(?:ant|proj|svcacct|admin|or)-[\w-]{16,}|\bsk-[\w-]*?(?=[A-Za-z_]*\d)\w{10,}[\w-]*",
    r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20,}",
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    r"\bxox[abprs]-[\w-]{10,}|(?<=//hooks\.slack\.com/services/)[\w/]{20,}",
    r"\bAIza[\w-]{35}|\bya29\.[\w-]{20,}",
    r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+",
    r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9+/]{20,}",
    r"\bSG\.[\w-]{16,}\.[\w-]{16,}|\bnpm_[A-Za-z0-9]{36}|\bpypi-[\w-]{50,}|\bhf_[A-Za-z0-9]{30,}|\bdop_v1_[a-f0-9]{64}",
    r"(?<=AccountKey=)[A-Za-z0-9+/]{40,}={0,2}",
    r"(?<=://)[^\s/@:\"'<>]{1,100}:[^\s/@\"'<>]{1,200}(?=@)",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?",
)
PATTERN = "|".join(_FORMS)
_CREDENTIAL = re.compile(PATTERN)

SUSPECT = (
    r"sk-|gh[pousr]_|github_pat_|glpat-|AKIA|ASIA|xox[abprs]-|hooks\.slack|AIza|ya29\.|eyJ|[rs]k_live_|[rs]k_test_"
    r"|whsec_|SG\.|npm_|pypi-|hf_|dop_v1_|AccountKey=|://[^/@]*@|PRIVATE KEY"
)
"""A wider and quicker pattern, in the syntax of RE2 as well: a text that it does not find has no credential."""


def without_credentials(text: str) -> str:
    """The text with `REMOVED` in place of each credential."""
    return _CREDENTIAL.sub(REMOVED, text)
