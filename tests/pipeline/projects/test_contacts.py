"""What the inputs of a web application's forms are for, by the meaning of their fields."""

import pytest

from pipeline.contracts.data import Column, Entity, Field, FieldType, Kind
from pipeline.projects.flask.contacts import Contact, contact_of
from pipeline.projects.flask.tables import PROSE_LIMIT, table_views


def text(name: str, most: int | None = None, choices: tuple[str, ...] = ()) -> Field:
    """A field of texts."""
    return Field(name=name, label=name, type=FieldType.TEXT, max_length=most, choices=choices)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("email", "email e_mail mail email_address e_mail_address contact_email customer_email_address email_2"),
        ("tel", "phone phone_number telephone mobile mobile_phone cell_phone work_phone_no fax_number phone2"),
        ("url", "url website web_site homepage company_website image_url link profile_link web_address"),
        (None, "address mailing_address email_subject phone_model linked_to url_count female telling blackmail name"),
    ],
)
def test_names_say_what_a_text_is(kind: Contact | None, names: str) -> None:
    assert {name: contact_of(text(name), None) for name in names.split()} == dict.fromkeys(names.split(), kind)


def test_cells_say_what_a_column_is() -> None:
    column = Column(name="reach", label="reach", type=FieldType.TEXT, kind=Kind.EMAIL, nulls=0, distinct=2, unique=True)
    assert contact_of(text("reach"), column) == "email"
    assert contact_of(text("email", choices=("a", "b")), None) is None
    assert contact_of(Field(name="phone", label="Phone", type=FieldType.INTEGER), None) is None


def test_only_texts_that_people_write_at_length_are_long() -> None:
    fields = (
        text("name", 500),
        text("email_address", 500),
        text("web_address", PROSE_LIMIT),
        text("home_address"),
        text("notes", 500),
        text("terms", PROSE_LIMIT),
    )
    (table,) = table_views([Entity(name="person", plural="people", label="Person", fields=fields)], None)
    assert table.prose == ("home_address", "notes", "terms")
    assert table.contacts == {"email_address": "email", "web_address": "url"}
