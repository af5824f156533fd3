"""What can go wrong with the sandbox itself. What the untrusted command does is data, never an error."""


class SandboxError(Exception):
    """The sandbox itself failed, so nothing is known about the command. The text is one sentence for a person."""


class SandboxUnavailable(SandboxError):
    """This level can't be used on this machine; the text says why and, where possible, what to do."""


class SandboxLost(SandboxError):
    """The sandbox went away in the middle of its work, as a Docker Engine that is stopped; trying again may help."""


class NoSandbox(SandboxError):
    """No level that isolates works here, and the code is not from our own templates, so it must not run."""


class UnsafeInput(SandboxError):
    """A path given to the sandbox is not a plain relative POSIX path; `path` has it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path!r} is not a plain relative path, so it can't go into the sandbox.")
        self.path = path


class EnvironmentBuildError(SandboxError):
    """Installing locked dependencies failed; `log` has the installer's last lines."""

    def __init__(self, message: str, log: str) -> None:
        super().__init__(message)
        self.log = log
