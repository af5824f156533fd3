"""What a project needs from elsewhere: the packages that it names, and the pins that follow from them."""

from dataclasses import dataclass

from pipeline.rendering.engine import read_text

LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"


@dataclass(frozen=True)
class Locks:
    """A folder of `runtime.in` and `test.in`, which name packages, and of the two locks made of them."""

    folder: str

    @property
    def runtime(self) -> str:
        """What the project needs to run: pinned, with hashes."""
        return read_text(f"{self.folder}/{LOCK}")

    @property
    def test(self) -> str:
        """What it needs to run and to be tested: pinned, with hashes."""
        return read_text(f"{self.folder}/{TEST_LOCK}")

    @property
    def packages(self) -> list[str]:
        """The packages that the project names."""
        return _packages(read_text(f"{self.folder}/runtime.in"))

    @property
    def test_packages(self) -> list[str]:
        """The packages that its tests name besides."""
        return _packages(read_text(f"{self.folder}/test.in"))


def _packages(text: str) -> list[str]:
    """The lines that name a package, not another file."""
    return [line for line in text.split("\n") if line and not line.startswith("-")]
