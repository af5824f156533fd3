"""The files that a deployment needs."""

from pipeline.contracts.plan import Plan
from pipeline.rendering.engine import render_tree


def render_infrastructure(plan: Plan) -> dict[str, bytes]:
    """Container files, by path."""
    needs = plan.architecture.infrastructure
    values = {
        "name": plan.name,
        "port": needs.port,
        "memory_mb": needs.memory_mb,
        "has_data": plan.analysis.dataset is not None,
    }
    return render_tree("infrastructure", values)
