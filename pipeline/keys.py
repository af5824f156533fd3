"""Keys and addresses of other services: where they come from, and whether they work."""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property

import httpx

from pipeline.counting import count
from pipeline.errors import InputError
from pipeline.models.addresses import proxy_for, shown
from pipeline.models.bounded import BoundedClient
from pipeline.models.ollama import installed
from pipeline.models.providers import ADDRESS_NAMES, KEY_NAMES, Endpoint, Provider, endpoint
from pipeline.models.tiers import Rules, Tier
from pipeline.release.access import api_url, trouble_with_api
from pipeline.release.github_errors import GithubFailed
from pipeline.release.remotes import GIT_TOKEN, GITHUB_API_URL, GITHUB_TOKEN
from pipeline.release.webhooks import must_be_webhook, post
from pipeline.settings import Settings
from storage.audit import AuditLog
from storage.rows import AuditEvent
from storage.secrets import Secrets, SecretUnreadable, key_from_file, key_from_keyring

NAMES = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "OLLAMA_HOST",
    GITHUB_TOKEN,
    GITHUB_API_URL,
    GIT_TOKEN,
    "REGISTRY_USER",
    "REGISTRY_PASSWORD",
    "WEBHOOK_URL",
)
WEBHOOK = "WEBHOOK_URL"
ADDRESSES = frozenset((*ADDRESS_NAMES.values(), GITHUB_API_URL, "REGISTRY_USER"))
"""Those of the names that are no secrets."""
PROVIDERS = {name: provider for names in (KEY_NAMES, ADDRESS_NAMES) for provider, name in names.items()}
TIMEOUT_S = 10


class Keys:
    """Saved keys: encrypted, tested, never given back."""

    def __init__(
        self, secrets: Secrets, settings: Settings, audit: AuditLog, rules: Callable[[], Rules] = Rules
    ) -> None:
        """`rules` gives the models that tiers go to, which a provider has to offer."""
        self._secrets = secrets
        self._settings = settings
        self._audit = audit
        self._rules = rules

    def names(self) -> dict[str, str]:
        """When each stored key was saved, by name."""
        return self._secrets.names()

    def in_environment(self, name: str) -> bool:
        """Whether the environment sets a key or address, which then beats a saved one."""
        return bool(os.environ.get(name))

    def save(self, name: str, value: str) -> None:
        """Store a key, encrypted; raises InputError for an empty one."""
        if not value.strip():
            raise InputError(f"{name} is empty; paste the key.")
        if name == WEBHOOK:
            must_be_webhook(value.strip())
        self._secrets.save(name, value.strip())
        self._audit.append(AuditEvent.KEY_SAVED, self._settings.person, name)

    def forget(self, name: str) -> None:
        """Delete a stored key."""
        self._secrets.forget(name)
        self._audit.append(AuditEvent.KEY_FORGOTTEN, self._settings.person, name)

    def test(self, name: str) -> str:
        """Whether a key or address works, in one sentence. One from the environment beats a saved one."""
        try:
            self._value(name)
        except SecretUnreadable as error:
            return str(error)
        known = self.known()
        match name:
            case "GITHUB_TOKEN" | "GITHUB_API_URL":
                return _test_github(known)
            case "GIT_TOKEN":
                return _test_git(known)
            case "REGISTRY_USER" | "REGISTRY_PASSWORD":
                return _test_registry(known)
            case "WEBHOOK_URL":
                return _test_webhook(known.get(name, ""))
        return test_endpoint(endpoint(PROVIDERS[name], known), self._rules())

    def known(self) -> dict[str, str]:
        """Keys and addresses by name; the environment beats what is saved, and what cannot be read is left out."""
        found = {}
        for name in NAMES:
            with suppress(SecretUnreadable):
                found[name] = self._value(name)
        return found

    def protection(self) -> str:
        """What protects the stored keys, and what it does not protect from."""
        where = "the operating system's keyring" if self._in_keyring else f"the file {self._settings.key_file}"
        return (
            f"Keys are encrypted; the key to them lies in {where}. That protects a copied or shared data folder. "
            "It does not protect from programs that run as you on this computer."
        )

    def fernet_key(self) -> bytes:
        """The key that the stored keys are encrypted with, made at its first use."""
        return self._in_keyring or key_from_file(self._settings.key_file)

    def _value(self, name: str) -> str:
        return os.environ.get(name) or self._secrets.read(name) or ""

    @cached_property
    def _in_keyring(self) -> bytes | None:
        return key_from_keyring(self._settings.home) if self._settings.use_keyring else None


def test_endpoint(found: Endpoint, rules: Rules) -> str:
    """Whether a provider can be used, in a sentence or two. Makes one small request, and costs nothing."""
    if not found.is_usable:
        return f"No {KEY_NAMES[found.provider]} is saved."
    if found.trouble:
        return found.trouble
    match found.provider:
        case Provider.OPENAI:
            return _models(found, "/models", {"Authorization": f"Bearer {found.key}"}, rules)
        case Provider.ANTHROPIC:
            headers = {"x-api-key": found.key, "anthropic-version": "2023-06-01"}
            return _models(found, "/v1/models?limit=1000", headers, rules)
        case _:
            return _ollama(found.address)


def _models(found: Endpoint, path: str, headers: dict[str, str], rules: Rules) -> str:
    who = found.provider.label if found.is_own else found.shown
    try:
        with BoundedClient(base_url=found.address, timeout=TIMEOUT_S) as client:
            answer = client.get(path, headers=headers)
        offered = {str(each["id"]) for each in answer.json()["data"]} if answer.is_success else set()
    except (httpx.DecodingError, ValueError, KeyError, TypeError, RecursionError):
        return f"{who} does not speak the protocol of {found.provider.label}; check the address."
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        proxy = proxy_for(found.address)
        hint = f"check the proxy {proxy}" if proxy else "check the network"
        return f"{who} could not be reached ({type(error).__name__}); {hint}."
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return f"{who} does not accept this key; make a new one and save it."
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        return f"{who} answered with status {answer.status_code}; try again later."
    if not answer.is_success:
        return f"{who} has no list of models (status {answer.status_code}); check the address."
    if not offered:
        return f"{who} accepts this key but offers no model; choose another key or address."
    accepts = f"{who} accepts this key and offers {count(len(offered), 'model')}"
    missing = [model for model in _wanted(found.provider, rules) if model not in offered]
    if not missing:
        return f"{accepts}."
    return f"{accepts}, but not {' or '.join(missing)}; name a model when you start a run, or for each tier on Routing."


def _wanted(provider: Provider, rules: Rules) -> Iterable[str]:
    return dict.fromkeys(filter(None, (rules.model(provider, tier) for tier in Tier)))


def _ollama(address: str) -> str:
    try:
        models = installed(address)
    except InputError as error:
        return str(error)
    if not models:
        return f"Ollama answers at {shown(address)} but has no model; pull one with “ollama pull”."
    return f"Ollama answers at {shown(address)} and has {count(len(models), 'model')}."


def _test_registry(known: dict[str, str]) -> str:
    missing = [name for name in ("REGISTRY_USER", "REGISTRY_PASSWORD") if not known.get(name)]
    if missing:
        return f"No {' and no '.join(missing)} is saved; Docker's own sign-in is used until both are."
    return "Both are saved. The registry that a run names is asked when its release is planned."


def _test_webhook(address: str) -> str:
    if not address:
        return f"No {WEBHOOK} is saved."
    try:
        post(address, {"event": "test", "text": "This is how Quintet tells of deployments."})
    except httpx.HTTPStatusError as error:
        return f"The webhook answers with status {error.response.status_code}; check the address."
    except httpx.HTTPError as error:
        return f"The webhook could not be reached ({type(error).__name__}); check the address and the network."
    except InputError as error:
        return str(error)
    return "The webhook took a test notice."


def _test_github(known: Mapping[str, str]) -> str:
    if not known.get(GITHUB_TOKEN):
        return f"No {GITHUB_TOKEN} is saved."
    if trouble := trouble_with_api(known):
        return trouble
    from pipeline.release.github import GithubClient

    try:
        with GithubClient(known[GITHUB_TOKEN], api_url(known), TIMEOUT_S) as github:
            return f"GitHub accepts this token; you are {github.account().login}."
    except GithubFailed as error:
        return str(error)


def _test_git(known: Mapping[str, str]) -> str:
    if not known.get(GIT_TOKEN):
        return f"No {GIT_TOKEN} is saved."
    return "It is saved. The server that a run names is asked when its release is planned."
