"""Commands that are put together of texts."""

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call
from pipeline.review.rules.table import HIGH, Rule
from pipeline.review.rules.values import Trust, Value, words

DANGER = "command-injection"
RULES = (
    Rule(
        "command-injection",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "Whoever decides a part of the command can run any program with the rights of this one.",
        "Run a list of arguments without a shell, and let input only be an argument that was checked.",
    ),
)
SHELLS = words(
    """
    os.system os.popen os.popen2 os.popen3 subprocess.getoutput subprocess.getstatusoutput commands.getoutput
    commands.getstatusoutput asyncio.create_subprocess_shell asyncio.subprocess.create_subprocess_shell
    popen2.popen2 pexpect.run pexpect.spawn pexpect.runu platform.popen anyio.run_process anyio.open_process
    invoke.run fabric.api.run fabric.api.sudo fabric.api.local plumbum.local delegator.run pty.spawn
    """
)
PROCESSES = words("run call check_call check_output Popen create_subprocess_exec")
EXECUTED = words(
    """
    execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnv spawnvp spawnve
    startfile posix_spawn
    """
)
REMOTE = words("exec_command send_command sudo run local exec_run")
INTERPRETERS = words(
    """
    sh bash zsh dash ksh cmd cmd.exe powershell pwsh /bin/sh /bin/bash /usr/bin/bash /usr/bin/env python python3
    perl node ruby ssh
    """
)
SWITCHES = words("-c -lc /c /C -e -Command -ec -ic")


def check(call: Call) -> None:
    """A call that starts a program, or a shell."""
    command = call.argument(0, "args", "command", "cmd", "cmdline")
    if call.name in SHELLS:
        if command is not None and command.items is None:
            _text(call, command, Trust.CALLER)
        elif command is not None:
            _list(call, command)
    elif call.name.startswith(("subprocess.", "asyncio.create_subprocess_exec", "asyncio.subprocess.")):
        _process(call, command)
    elif call.name.startswith("os.") and call.last in EXECUTED:
        _executed(call)
    elif call.last in REMOTE:
        _remote(call, command)


def _process(call: Call, command: Value | None) -> None:
    if command is None:
        return
    shell = call.keywords.get("shell")
    if shell is not None and shell.const is not False:
        parts = command.items if command.items is not None else (command,)
        for part in parts:
            _text(call, part, Trust.CALLER)
    elif call.last == "create_subprocess_exec":
        _list(call, Value(items=tuple(call.args)))
    elif command.items is not None:
        _list(call, command)
    elif command.pieces or command.type in ("shlex.split", "list"):
        _text(call, command, Trust.CLIENT)
    else:
        _text(call, command, Trust.CLIENT)


def _text(call: Call, command: Value, least: Trust) -> None:
    parts = [part for _, part in command.holes()] or [command]
    for part in parts:
        if part.is_open(DANGER, least):
            who = "a request" if part.trust is Trust.CLIENT else "the caller"
            call.report(RULES[0].id, f"The command for {call.last}() has a part that {who} decides.")


def _list(call: Call, command: Value) -> None:
    """Only what is run, and what a shell or an interpreter is given to run, is dangerous."""
    items = command.items or ()
    if items and items[0].is_open(DANGER, Trust.CLIENT) and not items[0].prefix:
        call.report(RULES[0].id, f"A request decides which program {call.last}() runs.")
    names = [(item.text or "").rsplit("/", 1)[-1] for item in items]
    is_shell = any(name in INTERPRETERS for name in names[:3])
    for position, item in enumerate(items):
        is_given = position > 0 and (items[position - 1].text or "") in SWITCHES
        is_far = "ssh" in names[:1] and position > 1 and bool(item.prefix)
        if is_shell and (is_given or is_far):
            _text(call, item, Trust.CALLER)


def _executed(call: Call) -> None:
    position = 1 if call.last.startswith("spawn") else 0
    program = call.argument(position, "file", "path")
    if program is not None and program.is_open(DANGER, Trust.CLIENT):
        call.report(RULES[0].id, f"A request decides which program {call.last}() runs.")
    arguments = [item for value in call.args[position + 1 :] for item in (value.items or (value,))]
    _list(call, Value(items=(program or Value(), *arguments)))


def _remote(call: Call, command: Value | None) -> None:
    """Other machines and containers; `run` only where its library is known."""
    is_known = call.last in ("exec_command", "send_command", "exec_run") or call.name.startswith(
        ("fabric.", "invoke.", "?.conn")
    )
    if is_known and command is not None and command.items is None:
        _text(call, command, Trust.CALLER)


CALLS = dict.fromkeys(
    {name.rsplit(".", 1)[-1] for name in SHELLS} | PROCESSES | EXECUTED | REMOTE,
    check,
)
