"""The two families of error, the user's mistake and the run's failure, and what an error came from."""

from collections.abc import Iterator


class InputError(ValueError):
    """The person's input cannot be used: one sentence that names the problem and what to do.

    The message is shown as it is. Nothing has been written when it is raised.
    """


class RunFailure(Exception):
    """A run cannot go on: one sentence that says why, shown on the run and kept with it."""


class RunCancelled(Exception):
    """The person stopped the run while a step was under way."""


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, the newest first, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
