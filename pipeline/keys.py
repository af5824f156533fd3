"""Keys and addresses of other services: where they come from, and whether they work."""

import os
from contextlib import suppress
from functools import cached_property

import httpx

from pipeline.errors import InputError
from pipeline.models.providers import ADDRESS_NAMES
from pipeline.settings import Settings
from storage.secrets import Secrets, SecretUnreadable, key_from_file, key_from_keyring

NAMES = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OLLAMA_HOST", "GITHUB_TOKEN")
TIMEOUT_S = 10


class Keys:
    """Saved keys: encrypted, tested, never given back."""

    def __init__(self, secrets: Secrets, settings: Settings) -> None:
        self._secrets = secrets
        self._settings = settings

    def names(self) -> dict[str, str]:
        """When each stored key was saved, by name."""
        return self._secrets.names()

    def save(self, name: str, value: str) -> None:
        """Store a key, encrypted; raises InputError for an empty one."""
        if not value.strip():
            raise InputError(f"{name} is empty; paste the key.")
        self._secrets.save(name, value.strip())

    def forget(self, name: str) -> None:
        """Delete a stored key."""
        self._secrets.forget(name)

    def test(self, name: str) -> str:
        """Whether a key or address works, in one sentence. One from the environment beats a saved one."""
        try:
            return test(name, os.environ.get(name) or self._secrets.read(name))
        except SecretUnreadable as error:
            return str(error)

    def known(self) -> dict[str, str]:
        """Keys and addresses by name; the environment beats what is saved, and what cannot be read is left out."""
        found = {}
        for name in (*NAMES, *ADDRESS_NAMES.values()):
            with suppress(SecretUnreadable):
                found[name] = os.environ.get(name) or self._secrets.read(name) or ""
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

    @cached_property
    def _in_keyring(self) -> bytes | None:
        return key_from_keyring(self._settings.home) if self._settings.use_keyring else None


def test(name: str, value: str | None) -> str:
    """Whether a key or address works, in one sentence. Makes one small request, and costs nothing."""
    if not value and name != "OLLAMA_HOST":
        return f"No {name} is saved."
    tests = {
        "OPENAI_API_KEY": lambda: _models("OpenAI", "https://api.openai.com/v1/models", _bearer(value)),
        "ANTHROPIC_API_KEY": lambda: _models("Anthropic", "https://api.anthropic.com/v1/models", _anthropic(value)),
        "OLLAMA_HOST": lambda: _ollama(value),
        "GITHUB_TOKEN": lambda: _github(value),
    }
    return tests[name]()


def _bearer(key: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _anthropic(key: str | None) -> dict[str, str]:
    return {"x-api-key": str(key), "anthropic-version": "2023-06-01"}


def _models(who: str, url: str, headers: dict[str, str]) -> str:
    try:
        answer = httpx.get(url, headers=headers, timeout=TIMEOUT_S)
    except (httpx.HTTPError, UnicodeEncodeError) as error:
        return f"{who} could not be reached ({type(error).__name__}); check the network."
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return f"{who} does not accept this key; make a new one and save it."
    if answer.status_code != httpx.codes.OK:
        return f"{who} answered with status {answer.status_code}; try again later."
    return f"{who} accepts this key and offers {len(answer.json().get('data', []))} models."


def _ollama(host: str | None) -> str:
    from ollama import Client

    address = host or "http://127.0.0.1:11434"
    try:
        models = Client(host=address, timeout=TIMEOUT_S).list().models
    except (ConnectionError, httpx.HTTPError, ValueError) as error:
        return f"Ollama does not answer at {address} ({type(error).__name__}); start it with “ollama serve”."
    if not models:
        return f"Ollama answers at {address} but has no model; pull one with “ollama pull”."
    return f"Ollama answers at {address} and has {len(models)} models."


def _github(token: str | None) -> str:
    from github import Auth, Github, GithubException
    from requests import RequestException

    try:
        login = Github(auth=Auth.Token(str(token)), timeout=TIMEOUT_S, retry=0).get_user().login
    except GithubException as error:
        return f"GitHub does not accept this token (status {error.status}); make a new one and save it."
    except (RequestException, UnicodeEncodeError) as error:
        return f"GitHub could not be reached ({type(error).__name__}); check the network."
    return f"GitHub accepts this token; you are {login}."
