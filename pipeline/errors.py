"""The two families of error: the user's mistake and the run's failure."""


class InputError(ValueError):
    """The person's input cannot be used: one sentence that names the problem and what to do.

    The message is shown as it is. Nothing has been written when it is raised.
    """


class RunFailure(Exception):
    """A run cannot go on: one sentence that says why, shown on the run and kept with it."""


class RunCancelled(Exception):
    """The person stopped the run while a step was under way."""
