"""Numbers about past runs, computed from what is stored: Prometheus text, and how long a step usually takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.rows import NANO, RunStatus
from storage.store import Store

BUCKETS_S = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
ENDED = (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.REJECTED, RunStatus.CANCELLED)
RECENT_RUNS = 30

_SECONDS = "(julianday(finished_at) - julianday(started_at)) * 86400.0"
_STATUSES = "SELECT status, count(*) AS n FROM runs GROUP BY status"
_RUNS = f"SELECT {_SECONDS} AS s FROM runs WHERE finished_at IS NOT NULL AND started_at IS NOT NULL"  # noqa: S608
_STEPS = f"SELECT role, {_SECONDS} AS s FROM steps WHERE finished_at IS NOT NULL"  # noqa: S608
_COSTS = """SELECT provider, model, sum(coalesce(cost_nusd, reserved_nusd)) AS n, count(*) AS calls
            FROM ledger GROUP BY provider, model"""
_RECENT = f"""SELECT state, {_SECONDS} AS s FROM steps
              WHERE handoff IS NOT NULL AND finished_at IS NOT NULL
              AND run_id IN (SELECT id FROM runs WHERE id != ? ORDER BY id DESC LIMIT {RECENT_RUNS})"""  # noqa: S608


def prometheus(store: Store) -> bytes:
    """Every metric in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Stored(store))
    return generate_latest(registry)


def typical_step_s(store: Store, besides: int) -> dict[str, float]:
    """The median seconds of each state's step over the newest runs `besides` one; never reached states are absent."""
    seen: dict[str, list[float]] = defaultdict(list)
    with store.database.connection() as db:
        for row in db.query(_RECENT, [besides]):
            seen[row["state"]].append(row["s"])
    return {state: median(seconds) for state, seconds in seen.items()}


class _Stored(Collector):
    """Reads the database anew at each scrape, so that several processes on one home agree."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        """The metrics by name."""
        with self._store.database.connection() as db:
            yield from _workflows({row["status"]: row["n"] for row in db.query(_STATUSES)})
            yield _durations(row["s"] for row in db.query(_RUNS))
            yield _responses((row["role"], row["s"]) for row in db.query(_STEPS))
            yield from _money([(row["provider"], row["model"], row["n"], row["calls"]) for row in db.query(_COSTS)])


def _workflows(counts: dict[str, int]) -> Iterator[Metric]:
    ended = CounterMetricFamily("autogen_workflows", "Runs that ended, by how they ended", labels=["status"])
    for status in ENDED:
        ended.add_metric([status], counts.get(status, 0))
    yield ended
    current = GaugeMetricFamily("autogen_workflows_in_progress", "Runs that have not ended", labels=["status"])
    for status in RunStatus:
        if status not in ENDED:
            current.add_metric([status], counts.get(status, 0))
    yield current


def _durations(seconds: Iterable[float]) -> Metric:
    family = HistogramMetricFamily("autogen_workflow_duration_seconds", "From a run's start to its end")
    values = list(seconds)
    family.add_metric([], _buckets(values), sum(values))
    return family


def _responses(rows: Iterable[tuple[str, float]]) -> Metric:
    family = HistogramMetricFamily("autogen_agent_response_seconds", "A step's seconds, by role", labels=["role"])
    by_role: dict[str, list[float]] = defaultdict(list)
    for role, seconds in rows:
        by_role[role].append(seconds)
    for role, values in sorted(by_role.items()):
        family.add_metric([role], _buckets(values), sum(values))
    return family


def _money(rows: list[tuple[str, str, int, int]]) -> Iterator[Metric]:
    cost = GaugeMetricFamily("autogen_llm_cost_dollars", "US dollars spent or reserved", labels=["provider", "model"])
    calls = CounterMetricFamily("autogen_llm_calls", "Model calls", labels=["provider", "model"])
    for provider, model, nano, count in rows:
        cost.add_metric([provider, model], float(nano / NANO))
        calls.add_metric([provider, model], count)
    yield cost
    yield calls


def _buckets(values: list[float]) -> list[tuple[str, float]]:
    counts: list[tuple[str, float]] = [(str(top), sum(value <= top for value in values)) for top in BUCKETS_S]
    return [*counts, ("+Inf", len(values))]
