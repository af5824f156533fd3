"""What the templates see of the entities: names, models, and references that can be satisfied."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.contracts.data import Entity, Field, FieldType, Write
from pipeline.rendering.literals import python_call, python_literal
from pipeline.rendering.names import class_name, class_names, free_name, module_name
from pipeline.rendering.orders import keepable
from pipeline.rendering.rules import MAX_DIGITS, MAX_TEXT, enforceable, value_code
from pipeline.rendering.views import FieldView, field_views

_ACCEPTED = {
    FieldType.INTEGER: "Integer",
    FieldType.FLOAT: "Float",
    FieldType.BOOLEAN: "Boolean",
    FieldType.DATE: "Date",
    FieldType.DATETIME: "DateTime",
}

_SCHEMAS = {FieldType.DATE: "date_schema", FieldType.DATETIME: "moment_schema"}
"""What describes bounds that the schema of the type cannot say."""

KEPT = {FieldType.DECIMAL: "Number", FieldType.DATETIME: "Moment"}

_ROOM = 80
"""What a line of a model has for the names of a field and of its type."""

_MODELS = ("Create", "Update", "Read", "Page")
"""What the names of an entity's models end with."""


class UnknownReferenceError(ValueError):
    """A field that refers to an entity that the plan does not have."""


@dataclass(frozen=True)
class PayloadField(FieldView):
    """A field with its types in the models of an entity; `alias` is the name of a type with rules of its own."""

    alias: str

    @property
    def accepted(self) -> str:
        """The type in the model of a new record."""
        return self.value_type if self.field.required else f"{self.value_type} | None"

    @property
    def kept(self) -> str:
        """The type in the model of a record as it is kept."""
        kept = KEPT.get(self.field.type, self.annotation)
        return kept if self.field.required else f"{kept} | None"

    @property
    def value_type(self) -> str:
        """The type of a value with all of the field's rules, as `app.values` or `app.models` call it."""
        return self.alias if self.rules else self.base_type

    @property
    def base_type(self) -> str:
        """The type of a value with the rules that all fields of its type have."""
        if self.field.references:
            return "Reference"
        if self.field.type is FieldType.DECIMAL:
            return f"Decimal{self.field.scale}"
        if self.field.type is FieldType.TEXT:
            return "RequiredText" if self.field.required else "Text"
        return _ACCEPTED[self.field.type]

    @property
    def rules(self) -> tuple[str, tuple[str, ...]] | None:
        """The type with rules of the field's own: what is subscribed, and with what."""
        if self.field.choices and self.field.type is FieldType.INTEGER:
            return "Annotated", (f"Literal[{', '.join(self.field.choices)}]", "Whole")
        if self.field.choices:
            return "Literal", tuple(value_code(self.field, text) for text in self.field.choices)
        if self.field.type is FieldType.TEXT and self.field.max_length != MAX_TEXT:
            least, pattern = ("min_length=1, ", "FILLED") if self.field.required else ("", "NO_NUL")
            own = f"{least}max_length={self.field.max_length}, pattern={pattern}"
            return "Annotated", ("str", f"StringConstraints({own})")
        limits = [("ge", self.field.at_least), ("le", self.field.at_most)]
        given = [f"{name}={value_code(self.field, text)}" for name, text in limits if text is not None]
        return ("Annotated", self._limited(given)) if given else None

    def _limited(self, limits: list[str]) -> tuple[str, ...]:
        """A type within limits; those of whole and exact numbers stand before the check of how they are sent."""
        if self.field.type is FieldType.INTEGER:
            least = [] if self.field.at_least else ["ge=-LARGEST"]
            most = [] if self.field.at_most else ["le=LARGEST"]
            return "int", f"Field({', '.join(least + limits + most)})", "Whole"
        if self.field.type is FieldType.DECIMAL:
            digits = [f"max_digits={MAX_DIGITS}", f"decimal_places={self.field.scale}"]
            bounds = [python_literal(text) for text in (self.field.at_least, self.field.at_most)]
            schema = f"decimal_schema({', '.join([str(self.field.scale), *bounds])})"
            return "Decimal", f"Field({', '.join(digits + limits)})", "Exact", schema
        limited = self.base_type, f"Field({', '.join(limits)})"
        if name := _SCHEMAS.get(self.field.type):
            bounds = [python_literal(text) for text in (self.field.at_least, self.field.at_most)]
            return *limited, f"{name}({', '.join(bounds)})"
        return limited

    @property
    def create_line(self) -> str:
        """The attribute in the model of a new record."""
        return self._line(self.accepted, [] if self.field.required else ["default=None"])

    @property
    def update_line(self) -> str:
        """The attribute in the model of a change."""
        return self._line(self.accepted, ["default_factory=unset" if self.field.required else "default=None"])

    @property
    def read_line(self) -> str:
        """The attribute in the model of a record as it is kept."""
        return self._line(self.kept, [])

    def _line(self, kind: str, arguments: list[str]) -> str:
        line = f"{self.attribute}: {kind}"
        if self.has_alias:
            arguments = [*arguments, f'alias="{self.field.name}"']
        if arguments == ["default=None"]:
            return f"{line} = None"
        return python_call(f"{line} = Field", arguments, 4) if arguments else line


@dataclass(frozen=True)
class EntityView:
    """An entity with the names of what is generated for it."""

    entity: Entity
    name: str
    plural: str
    label: str
    model: str
    module: str
    constant: str
    fields: tuple[PayloadField, ...]

    @property
    def writes(self) -> tuple[Write, ...]:
        """What people may do with the records besides reading them."""
        return self.entity.writes

    @property
    def words(self) -> str:
        """The entity's name in a sentence."""
        return self.name.replace("_", " ")

    @property
    def plural_words(self) -> str:
        """The plural in a sentence."""
        return self.plural.replace("_", " ")


def entity_views(entities: Sequence[Entity]) -> tuple[EntityView, ...]:
    """Views of the entities, in the plan's order; UnknownReferenceError if one refers to nothing."""
    models = class_names(entities)
    plurals = {entity.name: entity.plural for entity in entities}
    taken = {f"{model}{suffix}" for model in models.values() for suffix in _MODELS}
    return tuple(_view(entity, models[entity.name], plurals, taken) for entity in _satisfiable(entities))


def _view(entity: Entity, model: str, plurals: dict[str, str], taken: set[str]) -> EntityView:
    fields = keepable([enforceable(_resolved(field, plurals)) for field in entity.fields])
    return EntityView(
        entity=entity,
        name=entity.name,
        plural=entity.plural,
        label=entity.label,
        model=model,
        module=module_name(entity.plural),
        constant=free_name(entity.plural.upper(), {"TABLES", "ABOUT", "TABLE", "FIELDS"}),
        fields=tuple(
            PayloadField(view.field, view.attribute, _alias(model, view.field, taken)) for view in field_views(fields)
        ),
    )


def _alias(model: str, field: Field, taken: set[str]) -> str:
    """A name that no other type has, short enough to stand on a line with the field's."""
    name = free_name(f"{model}{class_name(field.name)}"[: _ROOM - len(field.name)], taken, filler="X")
    taken.add(name)
    return name


def _resolved(field: Field, plurals: dict[str, str]) -> Field:
    """A reference by the name of its table, and as the integer that it is."""
    if field.references is None:
        return field
    if field.references not in plurals:
        raise UnknownReferenceError(f"{field.name} refers to {field.references}, which is not an entity of the plan.")
    return field.model_copy(update={"references": plurals[field.references], "type": FieldType.INTEGER, "scale": 0})


def _satisfiable(entities: Sequence[Entity]) -> list[Entity]:
    """Entities without required references in a circle, where no first record could ever be added."""
    needs = {entity.name: {f.references for f in entity.fields if f.references and f.required} for entity in entities}
    return [
        entity.model_copy(update={"fields": tuple(_relaxed(field, entity.name, needs) for field in entity.fields)})
        for entity in entities
    ]


def _relaxed(field: Field, owner: str, needs: dict[str, set[str]]) -> Field:
    if not (field.references and field.required and _leads_to(field.references, owner, needs)):
        return field
    return field.model_copy(update={"required": False})


def _leads_to(start: str, goal: str, needs: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(needs.get(name, ()))
    return False
