"""Settings that were saved in the app, as text by name."""

from storage.database import Database


class SavedSettings:
    """The `settings` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, str]:
        """Every saved setting."""
        with self._database.connection() as db:
            return {row["name"]: row["value"] for row in db.query("SELECT name, value FROM settings")}

    def save(self, name: str, value: str) -> None:
        """Set one."""
        with self._database.transaction() as db:
            db.table("settings").upsert({"name": name, "value": value}, pk="name")

    def forget(self, name: str) -> None:
        """Go back to the default of one."""
        with self._database.transaction() as db:
            db.table("settings").delete_where("name = ?", [name])
