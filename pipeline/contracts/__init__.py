"""The types that cross a boundary, by hand-off. Every one is a frozen Pydantic model that forbids unknown keys."""
