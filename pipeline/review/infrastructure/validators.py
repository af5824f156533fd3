"""jsonschema and kubernetes-validate without the checks of IRIs.

The grammar of IRIs takes seconds to be built whenever jsonschema is imported, and no schema that is used here asks for
one: where its package cannot be imported, jsonschema leaves that check out.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import kubernetes_validate  # noqa: E402
from jsonschema import Draft202012Validator, FormatChecker  # noqa: E402
from jsonschema.exceptions import SchemaError, ValidationError, best_match  # noqa: E402
from jsonschema.protocols import Validator  # noqa: E402
from jsonschema.validators import validator_for  # noqa: E402

__all__ = [
    "Draft202012Validator",
    "FormatChecker",
    "SchemaError",
    "ValidationError",
    "Validator",
    "best_match",
    "kubernetes_validate",
    "validator_for",
]
