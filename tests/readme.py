"""The parts of the README that are made from the code: `python -m tests.readme` writes them."""

import re
from collections.abc import Callable
from pathlib import Path

from pipeline.command_line import parser
from pipeline.projects import kinds
from pipeline.projects.allowed import ALLOWED
from pipeline.review import score
from pipeline.settings import Settings
from pipeline.states import DEVELOPMENT
from sandbox.contracts import Level
from tests.sandbox.hostile import results

README = Path(__file__).parent.parent / "README.md"
SECTION = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
MEANINGS = {
    "home": "where Quintet keeps its data",
    "key_file": "where the key to saved secrets lies when there is no keyring",
    "use_keyring": "use the operating system's keyring for that key",
    "person": "who approves, as written in the records",
    "provider": "the engine that a new run is offered",
    "model_prices": "what models cost whose price is not published, as JSON",
    "sandbox": "the sandbox level: the strongest that is proven, or the one named",
    "sandbox_base_image": "the image with Python that the Docker level starts from",
    "release_base_image": "the image that containers of releases are built on; empty for the one in the Dockerfile",
    "kubeconfig": "the file that says how clusters are reached; empty for the usual one",
    "kubernetes_context": "the cluster in that file; empty for its current context",
    "kubernetes_namespace": "where a project's objects go; empty for the namespace that its manifests name",
    "environments_days": "environments and images of them that were not used for so many days go when the app starts",
    "environments_gb": "the most that environments may take, and their images again; the least recently used go",
    "advisories_url": "asked for known vulnerabilities, such as `https://api.osv.dev/v1/querybatch`; empty asks nobody",
    "parallel_runs": "how many runs are worked on at the same time",
    "max_upload_mb": "the largest file that a page or a route takes; a file on this computer may be larger",
    "routing": "the thresholds, roles and models of the tiers, as JSON",
    "run_budget_usd": "the budget that a new run is offered",
    "month_budget_usd": "the most that all runs may cost in a calendar month (UTC); empty sets no limit",
}


def states() -> str:
    """The table of states."""
    rows = ["| state | agent | role | a failed gate goes back to |", "| --- | --- | --- | --- |"]
    rows += [f"| `{step.state}` | {step.agent} | {step.role} | {_code(step.retry_to)} |" for step in DEVELOPMENT]
    return "\n".join(rows)


def levels() -> str:
    """The sandbox levels, strongest first."""
    return "\n".join(f"- `{level}`: {level.label}" for level in Level)


def formula() -> str:
    """The score's formula, as its module states it."""
    assert score.__doc__ is not None
    return f"```text\n{score.__doc__.partition('from 0 to 100.')[2].strip(chr(10)).rstrip()}\n```"


def commands() -> str:
    """The commands, as the command line's own help lists them."""
    return f"```text\n{_help().rstrip()}\n```"


def types() -> str:
    """The types of projects."""
    rows = ["| type | `--type` | built with | database |", "| --- | --- | --- | --- |"]
    rows += [f"| {kind.type.label} | `{kind.type}` | {kind.framework} | {kind.database} |" for kind in kinds()]
    return "\n".join(rows)


def packages() -> str:
    """The packages that patches may add."""
    rows = ["| package | what for |", "| --- | --- |"]
    return "\n".join([*rows, *(f"| `{each.name}` | {each.purpose} |" for each in ALLOWED.values())])


def settings() -> str:
    """The settings under their environment names."""
    rows = ["| variable | meaning |", "| --- | --- |"]
    rows += [f"| `QUINTET_{name.upper()}` | {MEANINGS[name]} |" for name in Settings.model_fields]
    return "\n".join(rows)


def _help() -> str:
    actions = parser()._subparsers._group_actions[0]._choices_actions  # type: ignore[union-attr]
    return "\n".join(f"{action.dest:<12} {action.help}" for action in actions)


def _code(value: object) -> str:
    return f"`{value}`" if value else ""


SECTIONS: dict[str, Callable[[], str]] = {
    "types": types,
    "packages": packages,
    "states": states,
    "levels": levels,
    "hostile": results.table,
    "score": formula,
    "commands": commands,
    "settings": settings,
}


def rendered(text: str) -> str:
    """A README with its generated parts as they should be."""
    return SECTION.sub(lambda found: f"{found[1]}\n{SECTIONS[found[2]]()}\n\n{found[4]}", text)


if __name__ == "__main__":
    README.write_text(rendered(README.read_text(encoding="utf-8")), encoding="utf-8")
