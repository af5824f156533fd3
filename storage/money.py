"""Amounts of money as people read them."""

from decimal import Decimal

LEAST = Decimal("0.000001")


def usd(amount: Decimal) -> str:
    """US dollars: cents, or as many digits as it takes to tell a small amount from nothing."""
    if amount == 0 or amount >= Decimal("0.01"):
        return f"${amount:,.2f}"
    return f"${amount:.6f}".rstrip("0") if amount >= LEAST else f"<${LEAST}"
