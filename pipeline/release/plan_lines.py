"""A release plan in plain words, line by line, for pages and the command line."""

from pipeline.contracts.delivery import Target
from pipeline.contracts.work import ReleasePlan, Way
from pipeline.counting import count


def plan_lines(plan: ReleasePlan) -> dict[str, str]:
    """What Approve does, by what it does it to."""
    expected = "any number" if plan.probe.expected is None else f"{plan.probe.expected:,}"
    target = next((each.label for each in Target if each == plan.target), plan.target)
    lines = {
        "Commits": f"{count(plan.files, 'file')}, tree {plan.tree_hash}",
        "Creates": f"{plan.remote}, a private repository" if plan.way is Way.CREATE else "",
        "Pushes to": f"{plan.remote}, branch {plan.branch}",
        "After": _parent(plan),
        "Tags it": plan.tag,
        "Asks to": f"merge {plan.branch} into {plan.base}, by a pull request" if plan.way is Way.PULL_REQUEST else "",
        "Sets up": _set_up(plan),
        "To fill in": ", ".join((*plan.secrets, *plan.variables)),
        "Deploys to": target,
        "Then checks": f"GET {plan.probe.path} must answer {plan.probe.key} = {expected}",
        "Replaces": f"deployment {plan.replaces}, which it returns to if a check fails" if plan.replaces else "nothing",
    }
    return {name: text for name, text in lines.items() if text}


def _parent(plan: ReleasePlan) -> str:
    if not plan.parent:
        return ""
    own = ", whose branch holds what was not released from here and is left as it is" if plan.way is Way.BRANCH else ""
    return f"commit {plan.parent[:12]} of {plan.base or plan.branch}{own}"


def _set_up(plan: ReleasePlan) -> str:
    topics = f"the topic {', '.join(plan.topics)}" if plan.topics else ""
    environments = f"the environments {', '.join(plan.environments)}" if plan.environments else ""
    return " and ".join(filter(None, (topics, environments)))
