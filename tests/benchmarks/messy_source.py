"""A table such as a shop exports: dates, times, codes, prices, and descriptions with commas, inches and apostrophes."""

from dataclasses import dataclass

ROWS = 84
NAMES = ("Day", "Hour", "Sold", "Code", "Price", "Item", "Description", "Link", "Remarks")
_QUOTED = ("Description", "Link")

_ITEMS = (
    "Beekeeper's Gloves",
    "Garden Hose, Green",
    'Cast Iron Pan, 12"',
    "Folding Ladder",
    "Children's Kite",
    'Picture Frame 8" Oak',
    "Tea Kettle, Enamel",
    "Wool Blanket",
    "Baker's Peel, Long Handle",
    "Slate Roof Tile",
    "Lantern, Storm-Proof",
    'Wood Screws 2"',
)
_OPENINGS = (
    "Made by hand in a small workshop, one at a time",
    "A neighbour's favourite for more than twenty years",
    "Light, strong and easy to mend",
    "Tested through two wet winters: nothing rusted, nothing split",
    "You won't find a plainer one, nor one that lasts longer",
    'Fits every 3" fitting that we have come across',
    "Sold with a spare part, since something always gets lost",
)
_CLOSINGS = (
    "it doesn't need oil, paint or care.",
    "keep it dry and it will outlive you.",
    "the smaller size suits most kitchens.",
    "please order early, as each batch is short.",
    "returns are free within 30 days.",
)


@dataclass(frozen=True)
class Cell:
    """A value, and whether it is quoted where a file quotes no more than it must."""

    value: str
    is_quoted: bool = False


def source_rows() -> list[list[Cell]]:
    """The names and `ROWS` - 1 rows of values; the last column is empty throughout."""
    names = [Cell(name, name in _QUOTED) for name in NAMES]
    return [names, *(_row(number) for number in range(ROWS - 1))]


def _row(number: int) -> list[Cell]:
    code = f"{'KTRWM'[number % 5]}{'ABCD'[number % 4]}-{1009 + number * 37}"
    item = _ITEMS[number % len(_ITEMS)]
    text = f"{_OPENINGS[number % len(_OPENINGS)]}; {_CLOSINGS[number % len(_CLOSINGS)]}"
    values = (
        f"{number % 28 + 1:02}/{number % 12 + 1:02}/2021",
        f"{number % 24:02}:{number * 15 % 60:02}",
        str(number * 7 % 31),
        code,
        f"${number * 17 % 90}.{number * 29 % 100:02}",
        item,
        text if number % 3 else f"{text} Ask for no. {number}, please.",
        f"https://shop.example/items/{code.lower()}.html",
        "",
    )
    return [Cell(value, name in _QUOTED or _needs_quotes(value)) for name, value in zip(NAMES, values, strict=True)]


def _needs_quotes(value: str) -> bool:
    return "," in value or '"' in value
