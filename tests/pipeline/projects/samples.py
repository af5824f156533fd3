"""Plans that the tests share: a plain file, a hostile one, and entities, plain and hostile."""

import csv
from functools import cache
from pathlib import Path

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Entity, Field, FieldType, Permission, Role
from pipeline.contracts.plan import Plan, Requirement
from pipeline.projects.shaping import entity_of
from tests.pipeline.projects.plans import data_plan, entity_plan

WEATHER = Path(__file__).parents[3] / "pipeline" / "examples" / "seattle_weather.csv"

HOSTILE = (
    '"; DROP TABLE records; --',
    "{{7*7}} {% raw %} {# #}",
    "../../etc/passwd",
    "</script><script>alert(1)</script>",
    "\"\"\" ''' \\ \\N{DIGIT ONE} {x} %s $HOME",
    "line\nbreak\r\ttab\x00\x1b",
    "\U0001f600 \u202e \u2028 caf\u00e9 \u0410",
    "x" * 300,
    "| `a` <b> [c](http://example.org) &amp; #1 @me",
    "class",
)


@cache
def weather() -> tuple[Plan, bytes]:
    """Four years of weather: dates, decimals and a category."""
    with WEATHER.open(encoding="utf-8", newline="") as file:
        names, *lines = csv.reader(file)
    fields = [
        Field(name="date", label="date", type=FieldType.DATE),
        *[Field(name=name, label=name, type=FieldType.DECIMAL, scale=1) for name in names[1:5]],
        Field(name="weather", label="weather", type=FieldType.TEXT),
    ]
    rows = [[line[0].replace("/", "-"), *line[1:]] for line in lines]
    requirements = [
        Requirement(
            id="R1",
            text="Filter the records by weather.",
            source="Filter the records by weather.",
            needs=(Capability.FILTER,),
        ),
        Requirement(id="R2", text="Send an e-mail when it rains.", source="Send an e-mail when it rains."),
    ]
    return data_plan(fields, rows, title="Seattle weather", file_name=WEATHER.name, requirements=requirements)


@cache
def hostile_data() -> tuple[Plan, bytes]:
    """Every type, nulls, extremes, names that Python and Pydantic use, and text that looks like code."""
    fields = [
        Field(name="class_", label=HOSTILE[0], type=FieldType.TEXT),
        Field(name="json", label=HOSTILE[1], type=FieldType.TEXT),
        Field(name="str", label=HOSTILE[2], type=FieldType.INTEGER),
        Field(name="dt", label=HOSTILE[3], type=FieldType.DATE),
        Field(name="model_config", label=HOSTILE[4], type=FieldType.DECIMAL, scale=3),
        Field(name="float", label=HOSTILE[5], type=FieldType.FLOAT),
        Field(name="bool", label=HOSTILE[6], type=FieldType.BOOLEAN),
        Field(
            name="a_rather_long_name_that_goes_on_and_on_until_it_is_sixty_chars",
            label=HOSTILE[7],
            type=FieldType.DATETIME,
        ),
        Field(name="field", label=HOSTILE[8], type=FieldType.TEXT),
    ]
    rows = [
        [
            text,
            None if number % 3 == 0 else HOSTILE[-number],
            str((-1) ** number * (2**62 - number)),
            f"2024-02-{number + 1:02}",
            f"{number - 5}.125",
            repr(number / 7),
            None if number == 4 else ("true" if number % 2 else "false"),
            f"2024-02-29T23:59:{number:02}" + (".000001" if number % 2 else ""),
            None,
        ]
        for number, text in enumerate(HOSTILE)
    ]
    return data_plan(fields, rows, title=HOSTILE[3] + HOSTILE[4], file_name=HOSTILE[8])


@cache
def one_column() -> tuple[Plan, bytes]:
    """A single column with a single row."""
    return data_plan([Field(name="only", label="Only", type=FieldType.TEXT)], [["one"]])


@cache
def bookstore() -> Plan:
    """Three entities, two of which the third refers to."""
    text, integer = FieldType.TEXT, FieldType.INTEGER
    book = (
        Field(name="title", label="Title", type=text, required=True),
        Field(name="isbn", label="ISBN", type=text, unique=True),
        Field(name="price", label="Price", type=FieldType.DECIMAL, scale=2, required=True),
        Field(name="published", label="Published", type=FieldType.DATE),
        Field(name="stock", label="Copies in stock", type=integer),
    )
    customer = (
        Field(name="name", label="Name", type=text, required=True),
        Field(name="email", label="Email", type=text, required=True, unique=True),
        Field(name="joined", label="Joined", type=FieldType.DATETIME),
    )
    order = (
        Field(name="customer_id", label="Customer", type=integer, required=True, references="customer"),
        Field(name="book_id", label="Book", type=integer, required=True, references="book"),
        Field(name="quantity", label="Quantity", type=integer, required=True),
        Field(name="paid", label="Paid", type=FieldType.BOOLEAN),
        Field(name="discount", label="Discount", type=FieldType.FLOAT),
    )
    sentences = (
        ("Book has the fields title, isbn, price, published and copies in stock.", (Capability.FIELDS,)),
        ("An order belongs to a customer and a book.", (Capability.RELATION,)),
        ("Summarise orders on Spark.", (Capability.SPARK, Capability.READ)),
        ("Everything is nice.", ()),
    )
    return entity_plan(
        [
            Entity(name="book", plural="books", label="Book", fields=book),
            Entity(name="customer", plural="customers", label="Customer", fields=customer),
            Entity(name="order", plural="orders", label="Order", fields=order),
        ],
        title="A bookstore",
        requirements=[
            Requirement(id=f"R{number}", text=text, source=text, needs=needs)
            for number, (text, needs) in enumerate(sentences, 1)
        ],
    )


@cache
def hostile_entities() -> Plan:
    """Names that collide with Python's and the template's, labels that look like code, references in circles."""
    circle = Field(name="parent", label=HOSTILE[3], type=FieldType.INTEGER, required=True, references="select")
    return entity_plan(
        [
            Entity(
                name="select",
                plural="tables",
                label=HOSTILE[4],
                fields=(
                    circle,
                    Field(name="class", label=HOSTILE[1], type=FieldType.TEXT, required=True, unique=True),
                    Field(name="model_fields", label=HOSTILE[6], type=FieldType.DECIMAL, scale=18),
                    Field(name="dt", label=HOSTILE[5], type=FieldType.DATETIME),
                    Field(name="int", label=HOSTILE[7], type=FieldType.DECIMAL),
                ),
            ),
            Entity(
                name="a_1",
                plural="service",
                label=HOSTILE[0],
                fields=(Field(name="field", label="F", type=FieldType.INTEGER, required=True, references="a1"),),
            ),
            Entity(
                name="a1",
                plural="import",
                label="</h1>",
                fields=(Field(name="from", label="F", type=FieldType.FLOAT), circle),
            ),
        ],
        title=HOSTILE[3],
    )


@cache
def stored_weather() -> tuple[Plan, bytes]:
    """The weather as records that people change."""
    return stored(*weather())


@cache
def stored_hostile_data() -> tuple[Plan, bytes]:
    """Hostile rows as records that people change."""
    return stored(*hostile_data())


def stored(plan: Plan, records: bytes) -> tuple[Plan, bytes]:
    """The rows of a file as records that people change."""
    dataset = plan.analysis.dataset
    assert dataset
    return plan.model_copy(
        update={"analysis": plan.analysis.model_copy(update={"entities": (entity_of(dataset),)})}
    ), records


@cache
def library() -> Plan:
    """Every rule on fields, bounds of every type, and kinds of records that people may not write as they like."""
    text, integer = FieldType.TEXT, FieldType.INTEGER
    shelf = (
        Field(name="code", label="Code", type=text, required=True, unique=True, max_length=6),
        Field(name="floor", label="Floor", type=integer, required=True, at_least="0", at_most="3"),
        Field(name="kind", label="Kind", type=text, choices=("open", "it's closed", 'with "quotes" %s {0}')),
    )
    loan = (
        Field(name="shelf_id", label="Shelf", type=integer, required=True, references="shelf"),
        Field(name="weeks", label="Weeks", type=integer, required=True, choices=("1", "2", "4")),
        Field(name="fee", label="Fee", type=FieldType.DECIMAL, scale=2, at_least="0.5", at_most="99.999"),
        Field(name="begun", label="Begun", type=FieldType.DATE, required=True, at_least="2025-01-01"),
        Field(name="due", label="Due", type=FieldType.DATETIME, at_most="2023-12-31T23:59:59"),
        Field(name="weight", label="Weight", type=FieldType.FLOAT, at_least="2", at_most="3.5"),
        Field(name="email_address", label="E-mail", type=text, max_length=500),
        Field(name="phone", label="Phone", type=text),
        Field(name="returned", label="Returned", type=FieldType.DATE, not_less_than="begun"),
        Field(name="settled", label="Settled", type=FieldType.DATE, more_than="returned"),
        Field(name="note", label="Note", type=text, max_length=30_000),
    )
    entry = (Field(name="text", label="Text", type=text, required=True, choices=("a", "b")),)
    return entity_plan(
        [
            Entity(name="shelf", plural="shelves", label="Shelf", fields=shelf, writes=("create", "delete")),
            Entity(name="loan", plural="loans", label="Loan", fields=loan, writes=("create", "update")),
            Entity(name="entry", plural="entries", label="Entry", fields=entry, writes=()),
        ],
        title="A library",
    )


@cache
def guarded_library() -> Plan:
    """The library with roles."""
    plan = library()
    loans, shelves = (
        Permission(entity="loan", writes=("create",)),
        Permission(entity="shelf", writes=("create", "update")),
    )
    roles = (Role(name="reader", label="Reader"), Role(name="clerk", label="Clerk", may=(loans, shelves)))
    analysis = plan.analysis.model_copy(update={"access": Access(sign_in=True, roles=roles)})
    return plan.model_copy(update={"analysis": analysis})


@cache
def long_names() -> Plan:
    """The longest names that there are, roles with them, and limits at the ends of what a number can be."""
    long, text = "_".join(["longest"] * 7), FieldType.TEXT
    most = {FieldType.FLOAT: "1.7e+308", FieldType.INTEGER: "9000000000000000", FieldType.DECIMAL: "99999999999.5"}
    numbers = tuple(
        Field(
            name=f"{kind}_{long}"[:60],
            label="x" * 100,
            type=kind,
            scale=1 if kind is FieldType.DECIMAL else 0,
            at_least=f"-{limit}",
            at_most=limit,
        )
        for kind, limit in most.items()
    )
    kind = Field(name=f"k_{long}", label="Kind", type=text, required=True, choices=("a" * 60, "b" * 60))
    name = Field(name=f"n_{long}", label="Name", type=text, required=True, unique=True, max_length=90)
    owner = Field(
        name=f"o_{long}", label="Owner", type=FieldType.INTEGER, required=True, references=f"owner_{long}"[:60]
    )
    plan = entity_plan(
        [
            Entity(name=f"owner_{long}"[:60], plural=f"p_{long}", label="y" * 90, fields=(name, kind, *numbers)),
            Entity(name=f"thing_{long}"[:60], plural=f"q_{long}", label="z" * 90, fields=(owner, numbers[0])),
        ],
        title="Long names",
    )
    may = (Permission(entity=f"thing_{long}"[:60], writes=("create", "update")),)
    roles = (Role(name=f"r_{long}", label="w" * 60), Role(name=f"s_{long}", label="v" * 90, may=may))
    analysis = plan.analysis.model_copy(update={"access": Access(sign_in=True, roles=roles)})
    return plan.model_copy(update={"analysis": analysis})
