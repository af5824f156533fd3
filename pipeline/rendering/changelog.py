"""The change log of a generated project: what each of its releases was asked for, the newest first."""

from collections.abc import Iterator

from pipeline.contracts.base import Contract
from pipeline.rendering.literals import markdown_text

PATH = "CHANGELOG.md"
ABOUT = "Every version is a revision that was generated, tested and approved. The newest comes first."


class ChangeNote(Contract):
    """A version: its date (ISO 8601, empty where it is not known), what was asked for, and changed requirements."""

    version: str
    on: str = ""
    asked: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def render_changelog(title: str, notes: tuple[ChangeNote, ...]) -> bytes:
    """The file; what people wrote is shown as they wrote it, whatever it would mean in Markdown."""
    lines = [f"# Changes of {markdown_text(title)}", "", ABOUT]
    for note in notes:
        lines += ["", f"## {note.version}{f' ({note.on})' if note.on else ''}", *_lines(note)]
    return ("\n".join(lines) + "\n").encode()


def _lines(note: ChangeNote) -> Iterator[str]:
    for heading, texts in (("Asked for", note.asked), ("Added", note.added), ("Removed", note.removed)):
        if texts:
            yield from ("", f"### {heading}", "", *(f"- {markdown_text(text)}" for text in texts))
    if not (note.asked or note.added or note.removed):
        yield from ("", "Generated again from the same requirements.")
