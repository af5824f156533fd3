"""A column of the records."""

from dataclasses import dataclass

from app.fields import Field


@dataclass(frozen=True, kw_only=True)
class Column(Field):
    """A field with facts about all of its values; `minimum` and `maximum` are written as in the records.

    `kind` says what the values mean, `unit` what numbers count; `allowed` lists the values of a category.
    """

    kind: str
    unit: str = ""
    required: bool = False
    unique: bool = False
    allowed: tuple[str, ...] = ()
    nulls: int
    distinct: int
    minimum: str | None
    maximum: str | None

    @property
    def sql_rule(self) -> str:
        """What the database refuses in this column."""
        rule = " NOT NULL" if self.required else ""
        if self.allowed:
            values = ", ".join("'" + value.replace("'", "''") + "'" for value in self.allowed)
            rule += f" CHECK ({self.sql_name} IN ({values}))"
        return rule
