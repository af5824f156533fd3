"""Who offers models, where they are reached, and with which key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.models.addresses import ollama_address, secrets_in, shown, trouble_with


class Provider(StrEnum):
    """An engine that answers for roles: rules on this computer, models on it, or a company's."""

    BUILTIN = "builtin"
    OLLAMA = "ollama"
    OPENAI = "openai"
    ANTHROPIC = "anthropic"

    @property
    def label(self) -> str:
        """The name as its maker writes it."""
        return {"builtin": "Built-in", "ollama": "Ollama", "openai": "OpenAI", "anthropic": "Anthropic"}[self.value]

    @property
    def is_local(self) -> bool:
        """Whether nothing leaves this computer, and nothing is charged."""
        return self in (Provider.BUILTIN, Provider.OLLAMA)


KEY_NAMES = {Provider.OPENAI: "OPENAI_API_KEY", Provider.ANTHROPIC: "ANTHROPIC_API_KEY"}
ADDRESS_NAMES = {
    Provider.OPENAI: "OPENAI_BASE_URL",
    Provider.ANTHROPIC: "ANTHROPIC_BASE_URL",
    Provider.OLLAMA: "OLLAMA_HOST",
}
ADDRESSES = {
    Provider.OPENAI: "https://api.openai.com/v1",
    Provider.ANTHROPIC: "https://api.anthropic.com",
    Provider.OLLAMA: "http://127.0.0.1:11434",
}


@dataclass(frozen=True)
class Endpoint:
    """Where a provider is reached. `key` is empty where none is needed or known."""

    provider: Provider
    address: str
    key: str = field(default="", repr=False)

    @property
    def is_own(self) -> bool:
        """Whether this is the address of the provider's own service, which demands a key and has public prices."""
        return self.address == ADDRESSES[self.provider] and self.provider is not Provider.OLLAMA

    @property
    def is_usable(self) -> bool:
        """Whether it can be tried at all."""
        return bool(self.key) or not self.is_own

    @property
    def shown(self) -> str:
        """The address, as it may be told."""
        return shown(self.address)

    @property
    def secrets(self) -> list[str]:
        """What nobody else is to see."""
        return [self.key, *secrets_in(self.address)]

    @property
    def trouble(self) -> str:
        """Why no request can be made, in one sentence; empty where one can."""
        if trouble := trouble_with(self.address):
            return f"{self.shown} {trouble}; enter another {ADDRESS_NAMES[self.provider]}."
        if not (self.key.isascii() and self.key.isprintable()):
            return f"{KEY_NAMES[self.provider]} has characters that no key has; copy it again and save it in Settings."
        return ""


def endpoint(provider: Provider, known: Mapping[str, str]) -> Endpoint:
    """The endpoint of a provider, from keys and addresses by the usual names of environment variables."""
    address = known.get(ADDRESS_NAMES[provider], "").strip().rstrip("/") or ADDRESSES[provider]
    if provider is Provider.OLLAMA:
        address = ollama_address(address)
    return Endpoint(provider, address, known.get(KEY_NAMES.get(provider, ""), "").strip())
