"""What is known of an account, a repository and a run of a workflow at GitHub."""

from pipeline.contracts.base import Contract


class Account(Contract):
    """Whose token it is. `scopes` are those of a classic token, None for a fine-grained one, which states none."""

    login: str
    scopes: tuple[str, ...] | None


class RepositoryFacts(Contract):
    """A repository as it is now. `head` is what its default branch is at, None where it is empty."""

    full_name: str
    url: str
    default_branch: str
    is_private: bool
    is_archived: bool
    can_push: bool
    can_administer: bool
    head: str | None


class Organization(Contract):
    """Where a repository may be created: an organisation, and whether this account may do that there."""

    login: str
    may_create: bool


class PullRequest(Contract):
    """A request to merge."""

    number: int
    url: str
    is_open: bool


class StepState(Contract):
    """A step of a job. `conclusion` is empty until it has ended."""

    number: int
    name: str
    status: str
    conclusion: str = ""


class JobState(Contract):
    """A job of a run."""

    id: int
    name: str
    status: str
    conclusion: str = ""
    url: str = ""
    steps: tuple[StepState, ...] = ()


class WorkflowState(Contract):
    """A run of a workflow as it is now; see “workflow runs” in GitHub's REST documentation for the values."""

    id: int
    url: str
    status: str
    conclusion: str = ""
    jobs: tuple[JobState, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it has ended."""
        return self.status == "completed"

    @property
    def is_success(self) -> bool:
        """Whether it has ended well."""
        return self.is_done and self.conclusion == "success"

    @property
    def waits_for_approval(self) -> bool:
        """Whether an environment's reviewers have to let it go on."""
        return self.status == "waiting" or any(job.status == "waiting" for job in self.jobs)

    @property
    def failed(self) -> tuple[str, ...]:
        """What went wrong, as `job: step`, or the job where no step of it did."""
        bad = [job for job in self.jobs if job.conclusion not in ("", "success", "skipped", "neutral")]
        steps = [(job.name, [step.name for step in job.steps if step.conclusion == "failure"]) for job in bad]
        return tuple(text for name, names in steps for text in ([f"{name}: {each}" for each in names] or [name]))
