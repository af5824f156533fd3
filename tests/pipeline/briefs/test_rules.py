"""Rules on the values of fields, as people state them."""

import pytest

from pipeline.briefs.english import understand
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Field

BASE = (
    "A product has a name, a code, a price, a quantity, a rating, a status, an email and a description. "
    "A customer has a name, an age and a phone. "
)


def _field(sentence: str, path: str) -> Field:
    entity, name = path.split(".")
    fields = next(found.fields for found in understand(BASE + sentence).entities if found.name == entity)
    return next(field for field in fields if field.name == name)


@pytest.mark.parametrize(
    ("sentence", "path", "low", "high"),
    [
        ("The price must be at least 1.", "product.price", "1.00", None),
        ("Prices must be positive.", "product.price", "0.01", None),
        ("A price can't be negative.", "product.price", "0.00", None),
        ("The product's price is between 5 and 10 euros.", "product.price", "5.00", "10.00"),
        ("Ratings go from 1 to 5.", "product.rating", "1", "5"),
        ("Rating: 1-5.", "product.rating", "1", "5"),
        ("The rating has to be between one and five.", "product.rating", "1", "5"),
        ("Customers must be 18 or older.", "customer.age", "18", None),
        ("A customer must be over 18.", "customer.age", "19", None),
        ("The quantity may not exceed 1,000.", "product.quantity", None, "1000"),
        ("Quantity >= 0.", "product.quantity", "0", None),
        ("Drop products with a quantity above 40.", "product.quantity", None, "40"),
        ("Reject all products with a price below 2.", "product.price", "2.00", None),
        ("The minimum price is 5.", "product.price", "5.00", None),
        ("The price should not be above 500.555.", "product.price", None, "500.555"),
    ],
)
def test_limits(sentence: str, path: str, low: str | None, high: str | None) -> None:
    found = _field(sentence, path)
    assert (found.at_least, found.at_most) == (low, high)
    assert understand(BASE + sentence).requirements[-1].needs == (Capability.BOUNDS,)


@pytest.mark.parametrize(
    "sentence",
    [
        "The status is either new, used or broken.",
        "The status can be new, used or broken.",
        "Status must be one of new, used, broken.",
        "Status: new, used, broken.",
        "The allowed values for status are new, used and broken.",
        "Products can be new, used or broken.",
    ],
)
def test_choices(sentence: str) -> None:
    assert _field(sentence, "product.status").choices == ("new", "used", "broken")


@pytest.mark.parametrize(
    "sentence",
    [
        "The code is unique and required.",
        "Each product must have a unique code.",
        "No two products may have the same code. The code can't be empty.",
        "Codes must not be used twice. A code is mandatory for every product.",
    ],
)
def test_required_and_unique(sentence: str) -> None:
    found = _field(sentence, "product.code")
    assert (found.required, found.unique) == (True, True)


@pytest.mark.parametrize(
    "sentence", ["The description is limited to 200 characters.", "Descriptions may not be longer than 200 characters."]
)
def test_lengths(sentence: str) -> None:
    assert _field(sentence, "product.description").max_length == 200


@pytest.mark.parametrize("sentence", ["No price may be in the future.", "A customer can have at most 3 products."])
def test_what_no_field_can_state_is_not_covered(sentence: str) -> None:
    assert understand(BASE + sentence).requirements[-1].note


def test_limits_of_two_sentences_hold_both() -> None:
    found = _field("The price must be at least 5. The price must be at most 10.", "product.price")
    assert (found.at_least, found.at_most) == ("5.00", "10.00")


@pytest.mark.parametrize(
    ("sentences", "low", "high", "before"),
    [
        ("The price must be at least 10. The price must be at most 5.", "10.00", None, "at least 10"),
        ("The price must be at most 5. The price must be more than 5.", None, "5.00", "at most 5"),
    ],
)
def test_a_sentence_that_contradicts_one_before_it_counts_for_nothing_and_says_so(
    sentences: str, low: str | None, high: str | None, before: str
) -> None:
    found = _field(sentences, "product.price")
    assert (found.at_least, found.at_most) == (low, high)
    kept, dropped = understand(BASE + sentences).requirements[-2:]
    assert (kept.needs, kept.note) == ((Capability.BOUNDS,), "")
    assert dropped.note == f"Contradicts what was said before: price of product is {before}."
