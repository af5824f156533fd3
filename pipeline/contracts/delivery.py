"""Where a project runs: the place, the parts that run there, and what each of them needs."""

from typing import Annotated

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract, Labelled

HEALTH_PATH, READY_PATH = "/health", "/ready"
"""What every part answers once its process runs, and once it can do its work."""
USER_ID = 10001
"""The user and the group that every part runs as."""
PartName = Annotated[str, Attribute(pattern=r"^[a-z]([a-z0-9-]*[a-z0-9])?$", max_length=63)]
"""A label of DNS (RFC 1123): the name of a container, of a Kubernetes object and of a host."""


class Cloud(Labelled):
    """For which place files of infrastructure are written."""

    LOCAL = "local", "This computer"
    AWS = "aws", "Amazon Web Services"
    GCP = "gcp", "Google Cloud"
    AZURE = "azure", "Microsoft Azure"


class Target(Labelled):
    """What a release is deployed with."""

    PROCESS = "process", "This computer (a supervised process)"
    DOCKER = "docker", "This computer (a container)"
    KUBERNETES = "kubernetes", "A Kubernetes cluster"
    GITHUB_ACTIONS = "github-actions", "The cloud, by GitHub Actions"


class Variable(Contract):
    """An environment variable of a part. A secret has no value here: it is read from the place's own store."""

    name: str = Attribute(pattern=r"^[A-Z][A-Z0-9_]*$")
    about: str
    """What it is for, in a sentence."""
    value: str = ""
    is_secret: bool = False
    is_required: bool = False
    """Whether the part does not work as it should without it."""


class Metrics(Contract):
    """What a part counts of its requests at `/metrics`, by the names that Prometheus knows them by."""

    requests: str
    """A counter with the labels `method`, `status`, and that of the endpoint."""
    seconds: str
    """A histogram of how long requests took, by endpoint."""
    endpoint: str
    """The label that names the endpoint."""


class Part(Contract):
    """A process of the project that runs in a container of its own."""

    name: PartName
    about: str
    """What it does, in a sentence."""
    port: int
    arguments: tuple[str, ...] = ()
    """What follows `python -m app`; of a foreign image, the whole command."""
    image: str = ""
    """An image of others, by name and tag; empty for the project's own."""
    is_public: bool = False
    """Whether people and other programs reach it from outside."""
    variables: tuple[Variable, ...] = ()
    keeps_data: bool = False
    """Whether it has a volume of its own, so that there can be one of it only."""
    after: tuple[PartName, ...] = ()
    """The parts that have to be ready before it starts."""
    networks: tuple[PartName, ...] = ()
    """The networks within the project that it is on: on each of them, parts reach those that are not public."""
    memory_mb: int
    cpu_millis: int = 250
    """Thousandths of a processor that it asks for."""
    metrics: Metrics | None = None
    """None where it counts nothing that a program without a key may read."""
    user_id: int = USER_ID
    """The user and the group that it runs as."""
    folder: str = ""
    """Where an image of others keeps its data; the project's own keeps it in the topology's `data_dir`."""
    check: tuple[str, ...] = ()
    """The command that tells whether an image of others is ready; the project's own answers over HTTP."""

    @property
    def is_scalable(self) -> bool:
        """Whether several of it can run side by side."""
        return not self.keeps_data and not self.image

    @property
    def secrets(self) -> tuple[Variable, ...]:
        """Its variables that are secrets."""
        return tuple(variable for variable in self.variables if variable.is_secret)


class FillIn(Contract):
    """A value that only the person knows: where it stands, what it is for, and how to find it."""

    place: str
    """The file and the name in it, such as `deploy/terraform/variables.tf: project_id`, or a secret of a repository."""
    about: str


class Topology(Contract):
    """What every file of infrastructure is made from: names, ports, images and secrets are said here, and only here."""

    project: PartName
    title: str
    version: str
    cloud: Cloud
    target: Target
    registry: str = ""
    """Where its image is pushed; empty for the engine of this computer, or the registry that Terraform makes."""
    remote: str = ""
    """The Git repository that it is pushed to, as the person named it; empty for one on this computer."""
    parts: tuple[Part, ...]
    has_data: bool
    """Whether a folder `data` goes into the image."""
    has_database: bool = False
    """Whether the parts keep their records in a PostgreSQL database that the place offers, named by DATABASE_URL."""

    @property
    def data_dir(self) -> str:
        """The folder in every container where a part keeps what it writes."""
        return f"/var/lib/{self.project}"

    def folder_of(self, part: Part) -> str:
        """The folder in a part's container where it keeps what it writes."""
        return part.folder or self.data_dir

    def callers_of(self, part: Part) -> tuple[Part, ...]:
        """The parts that ask another for something, on a network that both are on."""
        return tuple(
            each
            for each in self.parts
            if each != part and not each.image and not part.is_public and set(each.networks) & set(part.networks)
        )

    @property
    def public(self) -> Part:
        """The part that is reached from outside."""
        return next(part for part in self.parts if part.is_public)

    @property
    def keeps_data(self) -> bool:
        """Whether something would be lost with the volumes or the database."""
        return self.has_database or any(part.keeps_data for part in self.parts)

    @property
    def secrets(self) -> tuple[Variable, ...]:
        """The secrets of all parts, each once."""
        return tuple({each.name: each for part in self.parts for each in part.secrets}.values())

    @property
    def needs_cluster(self) -> bool:
        """Whether it runs on Kubernetes."""
        return self.cloud is not Cloud.LOCAL or self.target is Target.KUBERNETES
