"""Numbers that prove themselves: the rules that their issuers gave them, so that other numbers are told apart."""

import re

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24,
    "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
"""How long an account number is in each country of the SWIFT registry."""

_CARD = re.compile(
    r"4\d{12}(\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|6(?:011|5\d\d)\d{12}|35\d{14}"
)
_SSN = re.compile(r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
_CODICE_FISCALE = re.compile(r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]")
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def is_iban(text: str) -> bool:
    """ISO 13616: a country's own length, and 1 modulo 97 with letters as 10 to 35 and the first four at the end."""
    plain = text.replace(" ", "").upper()
    if IBAN_LENGTHS.get(plain[:2]) != len(plain) or not (plain.isascii() and plain.isalnum()):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """A payment card: the length and prefix of a known issuer, and Luhn's check digit."""
    return could_be_card(text) and luhn(re.sub(r"[ -]", "", text))


def could_be_card(text: str) -> bool:
    """Whether a number has the length and prefix of a known issuer."""
    return bool(_CARD.fullmatch(re.sub(r"[ -]", "", text)))


def luhn(digits: str) -> bool:
    """ISO/IEC 7812: every second digit from the right doubled, the digits of all of it divisible by ten."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def is_national_id(text: str) -> bool:
    """A person's number in the United States, Spain, Italy, Brazil or France, as it is written there."""
    return bool(
        _SSN.fullmatch(text)
        or _is_dni(text)
        or _CODICE_FISCALE.fullmatch(text.upper())
        or _is_cpf(text)
        or _is_insee(text.replace(" ", ""))
    )


def _is_dni(text: str) -> bool:
    match = re.fullmatch(r"(\d{8})-?([A-Z])", text)
    return bool(match) and match is not None and _DNI_LETTERS[int(match[1]) % 23] == match[2]


def _is_cpf(text: str) -> bool:
    if not re.fullmatch(r"\d{3}\.\d{3}\.\d{3}-\d{2}", text):
        return False
    digits = [int(sign) for sign in text if sign.isdigit()]
    return all(_cpf_check(digits[:size]) == digits[size] for size in (9, 10))


def _cpf_check(digits: list[int]) -> int:
    weighed = sum(digit * (len(digits) + 1 - at) for at, digit in enumerate(digits))
    return weighed * 10 % 11 % 10


def _is_insee(text: str) -> bool:
    match = re.fullmatch(r"([12]\d{2}(?:0[1-9]|1[0-2])\d{8})(\d{2})", text)
    return match is not None and 97 - int(match[1]) % 97 == int(match[2])
