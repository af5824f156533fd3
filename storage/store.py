"""Everything that is stored, by what it is about."""

from collections.abc import Callable
from pathlib import Path

from storage.answers import Answers
from storage.audit import AuditLog
from storage.database import Database
from storage.decisions import Decisions
from storage.deployments import Deployments
from storage.dismissals import Dismissals
from storage.events import Events
from storage.health_checks import HealthChecks
from storage.improvements import Improvements
from storage.ledger import Ledger
from storage.outcomes import Outcomes
from storage.runs import Runs
from storage.secrets import Secrets
from storage.settings import SavedSettings


class Store:
    """The database of one home."""

    def __init__(self, path: Path, secret_key: Callable[[], bytes]) -> None:
        """Open the database file at `path`; `secret_key` gives the Fernet key when a secret is first used."""
        self.database = Database(path)
        self.runs = Runs(self.database)
        self.events = Events(self.database)
        self.ledger = Ledger(self.database)
        self.answers = Answers(self.database)
        self.improvements = Improvements(self.database)
        self.outcomes = Outcomes(self.database)
        self.audit = AuditLog(self.database)
        self.decisions = Decisions(self.database)
        self.dismissals = Dismissals(self.database)
        self.deployments = Deployments(self.database)
        self.health_checks = HealthChecks(self.database)
        self.settings = SavedSettings(self.database)
        self.secrets = Secrets(self.database, secret_key)

    def close(self) -> None:
        """Close the database."""
        self.database.close()
