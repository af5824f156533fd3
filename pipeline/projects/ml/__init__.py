"""A machine learning pipeline: trains, tests and explains a model of a table, and serves its predictions."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Dataset, Entity
from pipeline.contracts.learning import LearningPlan
from pipeline.contracts.plan import (
    Blueprint,
    Endpoint,
    Fit,
    PlanChanges,
    ProjectType,
    Requirement,
    RequirementsAnalysis,
)
from pipeline.contracts.work import DataProbe
from pipeline.projects.addresses import endpoints
from pipeline.projects.kind import Files, ProjectKind
from pipeline.projects.ml.planning import decisions, plan_learning
from pipeline.projects.ml.project import code_files, readme_values
from pipeline.projects.standard import kept_records, table_requirements
from pipeline.projects.wishes import Cue, Wishes, weigh
from pipeline.rendering.evidence import Evidence

CUES = (
    Cue(0.9, r"machine[- ]learning|ml(?: training)? (?:pipelines?|models?|projects?)"),
    Cue(0.8, r"train(?:s|ed|ing)? (?:an? |the )?(?:\w+ )?models?"),
    Cue(0.8, r"predict(?:s|ed|ing|ions?|ive|or)?|forecast(?:s|ed|ing)?|classif(?:y|ies|ied|ication|ier)|regression"),
    Cue(0.5, r"churn|credit scor\w+|likelihood|probability (?:of|that)|estimat(?:e|es|ed|ing) (?:the|how|whether)"),
    Cue(0.4, r"scikit[- ]?learn|sklearn|gradient[- ]boost\w*|random forests?|neural networks?|feature importances?"),
    Cue(0.5, need=Capability.TRAIN),
    Cue(0.5, need=Capability.PREDICT),
    Cue(0.3, need=Capability.EVALUATE),
    Cue(0.2, need=Capability.DRIFT),
)
ENDPOINTS = endpoints(
    ("GET", "/", "A page to try a prediction on, with what the model is worth"),
    ("GET", "/api/model", "The model's target, fields and measured quality"),
    ("GET", "/api/card", "The model card"),
    ("POST", "/predict", "The prediction for a record"),
    ("POST", "/predict/batch", "The predictions for many records"),
    ("POST", "/drift", "How far records are from the training data"),
)


class MachineLearning(ProjectKind):
    """Training, evaluation, a model card, predictions of files and over HTTP, and a check for drift."""

    type: ClassVar[ProjectType] = ProjectType.ML
    holds: ClassVar[Literal["table", "records", "either"]] = "table"
    framework = "scikit-learn and FastAPI"
    database = "none (the model is kept in files)"
    tools = ("skops", "uvicorn", "pytest", "Docker")
    memory_mb = 1024

    def fit(self, wishes: Wishes) -> Fit:
        """Good where something is to be predicted; a table by itself does not ask for it."""
        otherwise = "Nothing asks for a prediction; a model can be trained of any table with a column worth predicting."
        return weigh(self.type, wishes, 0.15, CUES, "a model that learns from the data", otherwise)

    def standard(self, dataset: Dataset) -> tuple[Requirement, ...]:
        """A model of the table, and how far it can be trusted."""
        wanted = (
            (f"Train a model on the {dataset.rows:,} rows, the same every time.", Capability.TRAIN),
            ("Measure the model on rows that it did not learn from, beside simpler ones.", Capability.EVALUATE),
            ("Predict single records, many records, and files.", Capability.PREDICT),
            ("Check whether new data still looks like the training data.", Capability.DRIFT),
            ("Show predictions and the model's quality on a page in the browser.", Capability.DASHBOARD),
            ("Describe the fields of a record in a schema.", Capability.SCHEMA),
            ("Answer health and readiness checks.", Capability.HEALTH),
        )
        return table_requirements(dataset, wanted)

    def study(self, analysis: RequirementsAnalysis, records: Path | None, changes: PlanChanges) -> RequirementsAnalysis:
        """What is predicted from what, and how that is tested. InputError where nothing can be learned."""
        if analysis.dataset is None or records is None:
            return analysis
        words = "\n".join(item.source for item in analysis.project_plan.requirements)
        plan = plan_learning(records, analysis.dataset, changes, words)
        return analysis.model_copy(update={"learning": plan, "decisions": decisions(plan)})

    def goals(self, dataset: Dataset | None, entities: tuple[Entity, ...]) -> tuple[str, ...]:
        """What is learned, and what for."""
        source = dataset.file_name if dataset else kept_records(entities)
        return (
            f"Train a model on {source}, and say honestly how good it is.",
            "Predict new records in a browser, over HTTP and from files, and notice when they look unlike the old.",
        )

    def endpoints(self, entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:  # noqa: ARG002
        """What the service of a model offers."""
        return ENDPOINTS

    def code(self, blueprint: Blueprint) -> Files:
        """The training, the service, and their tests."""
        return code_files(blueprint)

    def documentation(self, blueprint: Blueprint, requirements: tuple[Requirement, ...], evidence: Evidence) -> Files:
        """The README; the model card is written by training."""
        return self.tree("documentation", readme_values(blueprint, self.port, requirements, evidence))

    def answers(self, blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:  # noqa: ARG002
        """What the project does, and the tests that show it."""
        service = "tests/test_service.py"
        return {
            Capability.TRAIN: ("app/training.py", "tests/test_training.py::test_the_same_data_gives_the_same_model"),
            Capability.EVALUATE: (
                "app/evaluation.py",
                "tests/test_training.py::test_every_model_is_measured_with_intervals",
            ),
            Capability.PREDICT: ("app/prediction.py", f"{service}::test_one_and_many_get_the_same_predictions"),
            Capability.DRIFT: ("app/drift.py", "tests/test_drift.py::test_a_shifted_amount_is_seen"),
            Capability.DASHBOARD: ("app/page/index.html", f"{service}::test_the_page_runs_its_own_script_and_no_other"),
            Capability.SCHEMA: ("app/models.py", f"{service}::test_openapi_describes_every_path"),
            Capability.FIELDS: (
                "app/schema.py",
                "app/models.py",
                f"{service}::test_a_value_of_the_wrong_type_is_refused",
            ),
            Capability.HEALTH: ("app/api.py", f"{service}::test_health_and_readiness"),
        }

    def probe(self, blueprint: Blueprint) -> DataProbe:
        """The count of rows that could be learned from."""
        return DataProbe(path="/api/model", key="rows", expected=learning_of(blueprint).rows)

    def keeps_data(self, blueprint: Blueprint) -> bool:  # noqa: ARG002
        """A model is trained anew from the project's files."""
        return False


def learning_of(blueprint: Blueprint) -> LearningPlan:
    """The plan of the model, which `study` made."""
    plan = blueprint.analysis.learning
    assert plan is not None
    return plan


KIND = MachineLearning()
