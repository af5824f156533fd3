"""The one configuration: environment and `.env`, then mounted secret files, what was saved in the app, and defaults."""

import getpass
import platform
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from annotated_types import Ge, Le
from platformdirs import user_config_path, user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

SECRET_FILES = Path("/run/secrets")
MOST_USD = 1_000_000
"""The most that a budget may be."""
AMOUNT = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
"""An amount as a plain number, which is not all that Python takes for one."""
NOT_AN_AMOUNT = "An amount is a plain number"


def _default_image() -> str:
    major, minor, _ = platform.python_version_tuple()
    return f"python:{major}.{minor}-slim"


class Settings(BaseSettings):
    """Every setting, under its environment name with the prefix `QUINTET_` (for example `QUINTET_HOME`)."""

    model_config = SettingsConfigDict(
        env_prefix="QUINTET_",
        env_file=".env",
        env_file_encoding="utf-8",
        secrets_dir=SECRET_FILES if SECRET_FILES.is_dir() else None,
        extra="ignore",
        frozen=True,
    )

    home: Path = Field(default_factory=lambda: user_data_path("quintet", appauthor=False))
    key_file: Path = Field(default_factory=lambda: user_config_path("quintet", appauthor=False) / "fernet.key")
    use_keyring: bool = True
    person: str = Field(default_factory=getpass.getuser)
    """Who approves, as written in the records."""
    provider: Literal["builtin", "ollama", "openai", "anthropic"] = "builtin"
    model_prices: str = ""
    """What models cost whose price is not published, as JSON; see `pipeline.models.prices.parse_prices`."""
    routing: str = ""
    """Thresholds, roles and models of tiers, as JSON; see `pipeline.models.tiers.parse_rules`."""
    sandbox: Literal["auto", "docker", "bubblewrap", "limited"] = "auto"
    sandbox_base_image: str = Field(default_factory=_default_image)
    release_base_image: str = ""
    """The image that containers of releases are built on, where the one that Dockerfiles name cannot be had."""
    kubeconfig: str = ""
    """The file that says how clusters are reached; empty for the one that KUBECONFIG names, or `~/.kube/config`."""
    kubernetes_context: str = ""
    """The cluster in that file; empty for its current context."""
    kubernetes_namespace: str = ""
    """Where a project's objects go; empty for a namespace with the project's name."""
    environments_days: int = Field(default=30, ge=1, le=3650)
    """Environments and images not used for this long are removed when the app starts."""
    environments_gb: int = Field(default=20, ge=1, le=10_000)
    """The most that environments may take, and images of environments again; the least recently used go first."""
    advisories_url: str = ""
    """Who is asked for known vulnerabilities, such as https://api.osv.dev/v1/querybatch; empty asks nobody."""
    parallel_runs: int = Field(default=2, ge=1, le=16)
    max_upload_mb: int = Field(default=200, ge=1, le=2000)
    run_budget_usd: Decimal = Field(default=Decimal(0), ge=0, le=MOST_USD)
    month_budget_usd: Decimal | None = Field(default=None, ge=0, le=MOST_USD)
    """The most that all runs may cost in a calendar month (UTC); None or an empty text sets no limit."""

    @field_validator("month_budget_usd", mode="before")
    @classmethod
    def _no_limit(cls, given: object) -> object:
        return None if isinstance(given, str) and not given.strip() else given

    @field_validator("run_budget_usd", "month_budget_usd", mode="before")
    @classmethod
    def _plain_amount(cls, given: object) -> object:
        if isinstance(given, str) and given.strip() and not AMOUNT.fullmatch(given.strip()):
            raise ValueError(NOT_AN_AMOUNT)
        return given

    @property
    def database(self) -> Path:
        """The file with runs, events, money, decisions and deployments."""
        return self.home / "quintet.db"

    @property
    def workflows(self) -> Path:
        """The file with the durable steps of every workflow."""
        return self.home / "workflow.db"

    @property
    def environments(self) -> Path:
        """The folder of cached Python environments."""
        return self.home / "environments"

    @property
    def remotes(self) -> Path:
        """The folder of local bare Git repositories."""
        return self.home / "remotes"

    @property
    def deployments(self) -> Path:
        """The folder of released applications and their data."""
        return self.home / "deployments"

    @property
    def logs(self) -> Path:
        """The folder of rotating logs."""
        return self.home / "logs"

    def run_folder(self, run_id: int) -> Path:
        """The folder of a run: its input and its workspace."""
        return self.home / "runs" / str(run_id)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Strongest first; what `load` was given as saved comes after everything but the defaults."""
        given = dict(init_settings())
        saved = given.pop("saved_in_app", {})
        explicit = InitSettingsSource(settings_cls, init_kwargs=given)
        stored = InitSettingsSource(settings_cls, init_kwargs=dict(saved))
        return explicit, env_settings, dotenv_settings, file_secret_settings, stored


def load(home: Path | None = None) -> Settings:
    """The settings for a home. `home`, a command-line option, beats everything."""
    return Settings() if home is None else Settings(home=home.expanduser().resolve())


def with_saved(settings: Settings, saved: Mapping[str, str]) -> Settings:
    """The same settings, where what was saved in the app takes the place of defaults."""
    return Settings(**{"saved_in_app": dict(saved), **settings.model_dump(include=settings.model_fields_set)})


def expected(name: str) -> str:
    """What a setting may be, in words that follow “give”."""
    field = Settings.model_fields[name]
    kinds: tuple[Any, ...] = get_args(field.annotation) or (field.annotation,)
    bounds = {type(each): each for each in field.metadata}
    reach = f" from {bounds[Ge].ge} to {bounds[Le].le:,}" if Ge in bounds and Le in bounds else ""
    if Decimal in kinds:
        return f"an amount of US dollars{reach}, such as 2.50"
    if int in kinds:
        return f"a whole number{reach}"
    if bool in kinds:
        return "true or false"
    if Path in kinds:
        return "the path of a file or folder"
    return f"one of {', '.join(map(str, kinds))}" if str not in kinds else "a text"
