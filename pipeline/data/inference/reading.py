"""How a column of text is read and written back, as SQL: the two directions of a lossless conversion."""

from dataclasses import dataclass

from pipeline.contracts.data import FieldType, Format, Kind
from pipeline.data.engine import fault_call, literal

ISO_DATE = "%Y-%m-%d"
ISO_DATETIME = "%Y-%m-%d %H:%M:%S"
PLAIN = Format()
_EXACT_LENGTH = 16
"""Fifteen digits and the point."""
_MINUS = "\u2212"
_DROPPED = "+() \t\u00a0\u202f"


@dataclass(frozen=True)
class Reading:
    """How the cells of a column become values, and values cells.

    `tokens` are the cells, besides the empty one, that stand for no value. `rule` is a regular expression that every
    other cell of a number, a boolean or a moment matches. `patterns` are the formats of moments (as strptime has them),
    the one in which values are written back first. `is_signed` allows for a plus sign, a Unicode minus or brackets.
    """

    kind: Kind
    type: FieldType
    format: Format = PLAIN
    scale: int = 0
    unit: str = ""
    tokens: tuple[str, ...] = ()
    evidence: str = ""
    rule: str = ""
    patterns: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    is_signed: bool = False

    @property
    def is_plain_text(self) -> bool:
        """Whether a value is its cell."""
        return self.type is FieldType.TEXT and not self.tokens

    def value_sql(self, cell: str) -> str:
        """SQL for the value of `cell`, NULL where it has none or does not follow the reading."""
        value = self._typed_sql(cell)
        return f"CASE WHEN {self.null_sql(cell)} THEN NULL ELSE {value} END" if self.tokens else value

    def null_sql(self, cell: str) -> str:
        """SQL for whether `cell` stands for no value."""
        if not self.tokens:
            return f"{cell} IS NULL"
        return f"({cell} IS NULL OR {cell} IN ({', '.join(literal(token) for token in self.tokens)}))"

    def cell_sql(self, value: str) -> str:
        """SQL for the cell that the format gives `value`; the empty cell is NULL."""
        written = self._written_sql(value)
        if self.is_plain_text:
            return written
        null = literal(self.format.null) if self.format.null else "NULL"
        return f"CASE WHEN {value} IS NULL THEN {null} ELSE {written} END"

    def fault_sql(self, cell: str) -> str:
        """SQL for whether `cell` cannot be read without a loss; the exact spelling is tried before the rule."""
        if self.type is FieldType.TEXT:
            return "false"
        value = self._typed_sql(cell)
        fits = f"regexp_full_match({cell}, {literal(self.rule)})"
        beyond = f"{value} IS NULL"
        if self.type is FieldType.FLOAT:
            # Every number of fifteen digits reads back from a double, unless it is too large or too small for one.
            mantissa = f"split_part(lower({cell}), 'e', 1)"
            fits = f"({fits} AND length({mantissa}) <= {_EXACT_LENGTH})"
            beyond = (
                f"({value} IS NULL OR NOT isfinite({value}) OR ({value} = 0 AND regexp_matches({mantissa}, '[1-9]')))"
            )
        return (
            f"CASE WHEN {self.null_sql(cell)} THEN false WHEN {self._plain_sql(value)} = {cell} THEN false "
            f"WHEN {fits} THEN {beyond} ELSE true END"
        )

    def _plain_sql(self, value: str) -> str:
        """SQL for the plainest spelling of a value; NULL where it is no number at all (inf, nan)."""
        if self.type is FieldType.FLOAT:
            return f"CASE WHEN isfinite({value}) THEN {self._written_sql(value)} END"
        return self._written_sql(value)

    def proven_sql(self, cell: str) -> str:
        """As `value_sql`; a statement that meets a cell which cannot be read without a loss ends with Faulty."""
        if self.type is FieldType.TEXT:
            return self.value_sql(cell)
        value = self._typed_sql(cell)
        slow = f"WHEN {self.fault_sql(cell)} THEN {fault_call(cell)} ELSE {self.value_sql(cell)} END"
        if self.type is FieldType.BOOLEAN:
            form = self.format
            if self.tokens:
                return f"CASE {slow}"
            plain = f"WHEN {literal(form.true)} THEN true WHEN {literal(form.false)} THEN false"
            return f"CASE {cell} {plain} ELSE CASE {slow} END"
        # The plain spelling first: nearly all cells are written so, and an empty one is null on both sides.
        written = self._written_sql(value)
        if self.type is FieldType.FLOAT:
            written = f"CASE WHEN isfinite({value}) THEN CAST({value} AS VARCHAR) END"
        null = f"WHEN {self.null_sql(cell)} THEN NULL " if self.tokens else ""
        return f"CASE {null}WHEN {written} IS NOT DISTINCT FROM {cell} THEN {value} {slow}"

    def _typed_sql(self, cell: str) -> str:
        match self.type:
            case FieldType.INTEGER:
                return f"TRY_CAST({self._digits_sql(cell)} AS BIGINT)"
            case FieldType.DECIMAL:
                return f"TRY_CAST({self._digits_sql(cell)} AS DECIMAL(18, {self.scale}))"
            case FieldType.FLOAT:
                return f"TRY_CAST({self._digits_sql(cell)} AS DOUBLE)"
            case FieldType.BOOLEAN:
                return f"(lower(trim({cell}, ' \t')) = {literal(self.format.true.lower())})"
            case FieldType.DATE | FieldType.DATETIME:
                return self._moment_sql(cell)
            case FieldType.TEXT:
                return cell

    def _digits_sql(self, cell: str) -> str:
        form = self.format
        extra = form.prefix + form.suffix + form.thousands
        if not extra and form.point == "." and not self.is_signed:
            return cell
        # One pass over the cell: the point and the minus are put right, everything else that is no digit is left out.
        removed = "".join(dict.fromkeys(extra + _DROPPED)).replace(form.point, "").replace("-", "")
        digits = f"translate({cell}, {literal(form.point + _MINUS + removed)}, '.-')"
        if self.is_signed:
            return f"CASE WHEN contains({cell}, '(') THEN '-' || {digits} ELSE {digits} END"
        return digits

    def _moment_sql(self, cell: str) -> str:
        kind = "DATE" if self.type is FieldType.DATE else "TIMESTAMP"
        trimmed = f"trim({cell}, ' \t')"
        if self.unit == "UTC" and not self.patterns:
            return _utc_sql(trimmed)
        if self.patterns in ((ISO_DATE,), (ISO_DATETIME,)):
            return f"TRY_CAST({cell} AS {kind})"
        known = ", ".join(literal(pattern) for pattern in self.patterns)
        return f"CAST(try_strptime({trimmed}, [{known}]) AS {kind})"

    def _written_sql(self, value: str) -> str:
        match self.type:
            case FieldType.INTEGER | FieldType.DECIMAL | FieldType.FLOAT:
                return self._number_sql(value)
            case FieldType.BOOLEAN:
                return f"CASE WHEN {value} THEN {literal(self.format.true)} ELSE {literal(self.format.false)} END"
            case FieldType.DATE | FieldType.DATETIME:
                if self.format.pattern in (ISO_DATE, ISO_DATETIME, ""):
                    return f"CAST({value} AS VARCHAR)"
                return f"strftime({value}, {literal(self.format.pattern)})"
            case FieldType.TEXT:
                return value

    def _number_sql(self, value: str) -> str:
        form, text = self.format, f"CAST({value} AS VARCHAR)"
        if self.type is FieldType.FLOAT and form.decimals is None:
            text = f"CASE WHEN ends_with({text}, '.0') THEN left({text}, -2) ELSE {text} END"
        if self.type is FieldType.DECIMAL and form.decimals is None:
            text = f"rtrim(rtrim({text}, '0'), '.')"
        if form.thousands and self.type is not FieldType.FLOAT:
            text = self._grouped_sql(value, text)
        elif form.point != ".":
            text = f"replace({text}, '.', {literal(form.point)})"
        return self._dressed_sql(value, text)

    def _grouped_sql(self, value: str, text: str) -> str:
        whole = f"replace(format('{{:,}}', CAST(trunc(abs({value})) AS BIGINT)), ',', {literal(self.format.thousands)})"
        sign = f"CASE WHEN {value} < 0 THEN '-' ELSE '' END"
        if self.type is FieldType.INTEGER:
            return f"{sign} || {whole}"
        decimals = f"split_part({text}, '.', 2)"
        tail = f"CASE WHEN contains({text}, '.') THEN {literal(self.format.point)} || {decimals} ELSE '' END"
        return f"{sign} || {whole} || {tail}"

    def _dressed_sql(self, value: str, text: str) -> str:
        form = self.format
        if form.prefix:
            sign = literal("-" + form.prefix)
            text = f"CASE WHEN {value} < 0 THEN {sign} || substr({text}, 2) ELSE {literal(form.prefix)} || {text} END"
        return f"({text}) || {literal(form.suffix)}" if form.suffix else text


def _utc_sql(cell: str) -> str:
    """SQL for the moment in UTC of an ISO timestamp with its own offset."""
    parts = f"regexp_extract({cell}, '^(.*?) ?(Z|z|UTC|([+-])([0-9]{{2}}):?([0-9]{{2}}))$'"
    local = f"TRY_CAST({parts}, 1) AS TIMESTAMP)"
    minutes = f"(coalesce(TRY_CAST({parts}, 4) AS INTEGER), 0) * 60 + coalesce(TRY_CAST({parts}, 5) AS INTEGER), 0))"
    sign = f"CASE WHEN {parts}, 3) = '-' THEN 1 ELSE -1 END"
    return f"({local} + to_minutes({sign} * {minutes}))"


def text_reading(kind: Kind = Kind.TEXT, tokens: tuple[str, ...] = (), null: str = "") -> Reading:
    """A column whose values are its cells."""
    return Reading(kind, FieldType.TEXT, Format(null=null), tokens=tokens)
