"""Data processing: files are cleaned, checked and loaded into a table of Parquet files, on a schedule."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.cleaning import CleaningPlan, StepKind
from pipeline.contracts.data import Dataset, Entity
from pipeline.contracts.delivery import Variable
from pipeline.contracts.plan import (
    Blueprint,
    Decision,
    Endpoint,
    Fit,
    PlanChanges,
    ProjectType,
    Requirement,
    RequirementsAnalysis,
)
from pipeline.contracts.work import DataProbe
from pipeline.projects.etl.code import plan_of, project_files
from pipeline.projects.etl.looking import look
from pipeline.projects.etl.planning import plan_cleaning
from pipeline.projects.etl.readme import readme_values
from pipeline.projects.kind import Files, ProjectKind
from pipeline.projects.standard import table_requirements
from pipeline.projects.wishes import Cue, Wishes, weigh
from pipeline.rendering.evidence import Evidence

_SPARK_TEST = "tests/test_steps.py::test_the_steps_are_queries_of_spark_too"
CUES = (
    Cue(0.9, r"etl|elt|data pipelines?|(?:py)?spark"),
    Cue(0.6, r"quarantin\w+|parquet|data (?:ware|lake)houses?|data (?:warehouse|lake)s?|idempotent\w*|ingest\w*"),
    Cue(0.5, r"clean(?:s|ed|ing|se|sing)?(?: up)?|de-?duplicat\w+|partition\w*|lineage|incremental(?:ly)?"),
    Cue(0.4, r"load(?:s|ed|ing)? (?:\w+ ){0,4}(?:files?|csvs?|exports?|data|rows)|nightly|normali[sz]e\w*"),
    Cue(0.4, r"duplicates?|(?:lower|upper|title)[- ]?case|trim(?:s|med|ming)? (?:the|all|spaces|white)"),
    Cue(0.4, r"reject(?:s|ed|ing)? (?:\w+ ){0,3}(?:rows|records|lines|values|negatives?)|(?:bad|invalid|broken) rows"),
    Cue(
        0.4,
        r"(?:load|import|fetch|refresh|read)(?:s|ed|ing)? (?:\w+ ){0,4}(?:every|each) (?:night|day|hour|week|morning)|"
        r"every (?:night|morning|day) at \d{1,2}:\d{2}|cron(?:jobs?)?|on a schedule",
    ),
    Cue(0.3, need=Capability.CLEAN),
    Cue(0.3, need=Capability.PARTITION),
    Cue(0.3, need=Capability.INCREMENTAL),
    Cue(0.3, need=Capability.LINEAGE),
    Cue(0.2, need=Capability.SCHEDULE),
    Cue(0.2, need=Capability.VALIDATE),
    Cue(0.5, need=Capability.SPARK),
)


class Etl(ProjectKind):
    """A pipeline from files to Parquet: cleaning steps, a quarantine, incremental loads, a scheduler and a report."""

    type: ClassVar[ProjectType] = ProjectType.ETL
    holds: ClassVar[Literal["table", "records", "either"]] = "table"
    cleans: ClassVar[bool] = True
    framework = "Ibis on DuckDB or Spark"
    database = "Parquet files"
    tools = ("DuckDB", "Ibis", "FastAPI", "uvicorn", "pytest", "Docker")
    variables = (
        Variable(name="ENGINE", about="What runs the steps, duckdb or spark."),
        Variable(name="SCHEDULE", about="When it loads what is new, as a cron expression in UTC."),
        Variable(name="API_KEY", about="What whoever starts a load has to know.", is_secret=True),
        Variable(name="DUCKDB_MEMORY", about="How much memory DuckDB takes before it uses the disk."),
        Variable(name="SPARK_MASTER", about="The Spark cluster, where the engine is spark."),
    )
    memory_mb = 1024

    def fit(self, wishes: Wishes) -> Fit:
        """Good where somebody wants files to be cleaned or loaded again and again."""
        otherwise = "Nothing speaks of files that come again, or of data that has to be cleaned and stored."
        return weigh(self.type, wishes, 0.2, CUES, "files that are cleaned and loaded again and again", otherwise)

    def standard(self, dataset: Dataset) -> tuple[Requirement, ...]:
        """Everything that a table which is loaded again and again needs."""
        wanted = (
            (f"Load all {dataset.rows:,} rows, typed as the data contract says.", Capability.READ),
            ("Clean the rows by readable steps that a person can edit.", Capability.CLEAN),
            ("Validate every row and set bad ones aside with the reason.", Capability.VALIDATE),
            ("Load only what is new; the same file twice changes nothing.", Capability.INCREMENTAL),
            ("Store the table in Parquet partitions.", Capability.PARTITION),
            ("Run on a schedule.", Capability.SCHEDULE),
            ("Report where every row and column comes from.", Capability.LINEAGE),
            ("Run the same steps on Spark by a flag.", Capability.SPARK),
            ("Answer health and readiness checks.", Capability.HEALTH),
        )
        return table_requirements(dataset, wanted)

    def study(
        self,
        analysis: RequirementsAnalysis,
        records: Path | None,
        changes: PlanChanges,  # noqa: ARG002
    ) -> RequirementsAnalysis:
        """The cleaning plan, from the rows themselves and from what was said."""
        if analysis.dataset is None or records is None:
            return analysis
        text = "\n".join(item.source for item in analysis.project_plan.requirements).lower()
        dataset, seen = look(records, analysis.dataset)
        plan = plan_cleaning(dataset, seen, text)
        decisions = (*analysis.decisions, *_decisions(plan))
        return analysis.model_copy(update={"dataset": dataset, "cleaning": plan, "decisions": decisions})

    def goals(self, dataset: Dataset | None, entities: tuple[Entity, ...]) -> tuple[str, ...]:  # noqa: ARG002
        """What is loaded, and how it is kept right."""
        assert dataset is not None
        return (
            f"Load files like {dataset.file_name} into a table of Parquet files: typed, cleaned, and each row once.",
            "Set bad rows aside with the reason, run on a schedule, and show where every row and column comes from.",
        )

    def endpoints(self, entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:  # noqa: ARG002
        """The status service."""
        return (
            Endpoint(method="GET", path="/", purpose="The lineage report as a page"),
            Endpoint(method="GET", path="/api/status", purpose="Rows of the table, and the last and next run"),
            Endpoint(method="GET", path="/api/runs", purpose="The loads, the newest first"),
            Endpoint(method="POST", path="/api/runs", purpose="Starts a run"),
            Endpoint(method="GET", path="/api/quarantine", purpose="Rows that were set aside, with the reason"),
            Endpoint(method="GET", path="/api/lineage", purpose="The report as data"),
        )

    def code(self, blueprint: Blueprint) -> Files:
        """The pipeline, its service and their tests."""
        return project_files(blueprint)

    def documentation(self, blueprint: Blueprint, requirements: tuple[Requirement, ...], evidence: Evidence) -> Files:
        """The README."""
        return self.tree("documentation", readme_values(blueprint, self.port, requirements, evidence))

    def answers(self, blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
        """What the pipeline does, and the tests that show it."""
        plan = plan_of(blueprint)
        table, loads, service = (f"tests/test_{name}.py::test_" for name in ("table", "loads", "service"))
        checks = ("app/steps.py", "app/checks.py")
        found: dict[Capability, tuple[str, ...]] = {
            Capability.FIELDS: ("app/schema.py", f"{table}the_table_has_the_rows_of_the_file"),
            Capability.READ: ("app/loading.py", f"{table}the_table_has_the_rows_of_the_file"),
            Capability.CLEAN: (
                "app/steps.py",
                "app/changes.py",
                f"{table}a_file_as_people_write_it_gives_the_same_rows",
            ),
            Capability.VALIDATE: (
                *checks,
                "app/staging.py",
                f"{loads}bad_rows_are_set_aside_with_the_reason",
            ),
            Capability.INCREMENTAL: (
                "app/loading.py",
                "app/outcome.py",
                f"{loads}the_same_file_twice_changes_nothing",
                f"{loads}a_process_that_is_ended_leaves_nothing_half",
            ),
            Capability.PARTITION: ("app/partitions.py", f"{table}every_row_is_in_its_partition"),
            Capability.SCHEDULE: ("app/scheduler.py", f"{service}the_scheduler_runs_at_its_times"),
            Capability.LINEAGE: (
                "app/lineage.py",
                "app/report.py",
                f"{service}the_report_follows_every_row",
            ),
            Capability.SPARK: (
                "app/engines.py",
                "requirements-spark.txt",
                _SPARK_TEST,
            ),
            Capability.HEALTH: ("app/api.py", f"{service}health_and_readiness"),
            Capability.API_KEY: ("app/api.py", f"{service}a_run_needs_the_key"),
        }
        return found | _answered_by(plan)

    def probe(self, blueprint: Blueprint) -> DataProbe:
        """The rows of the table after the first load."""
        return DataProbe(path="/api/status", key="rows", expected=plan_of(blueprint).rows)

    def keeps_data(self, blueprint: Blueprint) -> bool:  # noqa: ARG002
        """Files that were loaded since are in the table only."""
        return True


def _answered_by(plan: CleaningPlan) -> dict[Capability, tuple[str, ...]]:
    """What single steps answer."""
    tests = {
        StepKind.REQUIRED: (Capability.REQUIRED, "required"),
        StepKind.BETWEEN: (Capability.BOUNDS, "between"),
        StepKind.LENGTH: (Capability.BOUNDS, "longest"),
        StepKind.CHOICES: (Capability.CHOICES, "one_of"),
        StepKind.ONCE: (Capability.UNIQUE, "once"),
        StepKind.LETTERS: (Capability.LETTERS, "letters"),
        StepKind.MASK: (Capability.MASK, "mask"),
    }
    kinds = {step.kind for step in plan.steps}
    found: dict[Capability, tuple[str, ...]] = {}
    for need, name in (tests[kind] for kind in tests if kind in kinds):
        found[need] = (*found.get(need, ("app/steps.py",)), f"tests/test_steps.py::test_{name}")
    return found


def _decisions(plan: CleaningPlan) -> tuple[Decision, ...]:
    part = plan.partition
    folders = f"A folder for each {part.unit} of {part.column}" if part.column else "One folder"
    known = f"By {plan.key[0]}" if len(plan.key) == 1 else "By all of its columns" if plan.key else "Not at all"
    impossible = (step for step in plan.steps if step.kind is StepKind.MOMENT and step.rows)
    return (
        *(
            Decision(about=f"Type of {step.columns[0]}", choice=step.sentence, reason=step.reason)
            for step in impossible
        ),
        Decision(about="Partitions", choice=folders, reason=part.reason),
        Decision(about="How a row is known again", choice=known, reason=plan.key_reason),
        Decision(about="Schedule (UTC)", choice=plan.schedule, reason=plan.schedule_reason),
    )


KIND = Etl()
