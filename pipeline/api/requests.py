"""The bodies that the REST routes read."""

import json
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import ProjectType
from pipeline.models.providers import Provider
from pipeline.submissions import Submission


class GenerateRequest(BaseModel):
    """The body of a request for a run. `input_data` is the text itself, or for `json` also the object."""

    model_config = ConfigDict(extra="forbid")

    input_type: Literal["text", "csv", "json"]
    input_data: str | dict[str, Any] = Field(min_length=1)
    project_name: str = ""
    brief: str = ""
    project_type: ProjectType | None = None
    target: Target = Target.PROCESS
    remote: str = ""
    registry: str = ""
    budget_usd: Decimal = Decimal(0)
    provider: str = Provider.BUILTIN
    model: str = ""
    complexity: float | None = None
    label: str = ""
    cloud_provider: Cloud | Literal[""] = ""

    def submission(self) -> Submission:
        """The same as the New run page would give."""
        text = self.input_data if isinstance(self.input_data, str) else json.dumps(self.input_data)
        suffix = {"text": "txt", "csv": "csv", "json": "json"}[self.input_type]
        return Submission(
            file_name=f"{self.project_name or 'input'}.{suffix}",
            content=text.encode(),
            brief=self.brief,
            project_name=self.project_name,
            project_type=self.project_type,
            cloud=self.cloud_provider or Cloud.LOCAL,
            target=self.target,
            remote=self.remote,
            registry=self.registry,
            budget_usd=self.budget_usd,
            provider=self.provider,
            model=self.model,
            complexity=self.complexity,
            label=self.label,
        )


class CostQuery(BaseModel):
    """Which part of the ledger to report: one run's, or everything."""

    model_config = ConfigDict(extra="forbid")

    run_id: int | None = None
