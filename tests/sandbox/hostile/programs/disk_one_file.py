"""A large file fills the sandbox's own space, not the machine's."""

from tests.sandbox.hostile.acts import refused


def fill() -> None:
    """Write 48 MiB into one file."""
    with open("large", "wb", buffering=0) as file:
        file.writelines(bytes(1 << 20) for _ in range(48))


refused("wrote a large file", fill)
