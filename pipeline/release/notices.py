"""Tells a person's own program when a deployment has ended, broken or is well again: a POST of JSON to a webhook."""

import logging
import threading
from collections.abc import Callable

import httpx

from pipeline.errors import InputError
from pipeline.release.webhooks import post
from storage.rows import Deployment, DeploymentState

LOG = logging.getLogger(__name__)


class Notices:
    """Sends notices in the background, so that nothing waits for a slow or absent receiver."""

    def __init__(self, address: Callable[[], str]) -> None:
        """`address` gives the webhook as it is saved now, empty for none."""
        self._address = address

    def tell(self, deployment: Deployment) -> None:
        """Send a notice of a deployment, where a webhook is saved."""
        if address := self._address():
            arguments = (address, notice_of(deployment))
            threading.Thread(target=_deliver, args=arguments, name="notice", daemon=True).start()


def notice_of(deployment: Deployment) -> dict[str, str | int | None]:
    """What is sent. `text` says it in a sentence, as chat programs show it."""
    return {
        "event": f"deployment_{deployment.state}",
        "text": sentence(deployment),
        "project": deployment.project,
        "revision": deployment.revision,
        "run": deployment.run_id,
        "deployment": deployment.id,
        "target": deployment.target,
        "state": deployment.state,
        "url": deployment.url,
        "reason": deployment.reason,
    }


def sentence(deployment: Deployment) -> str:
    """How a deployment stands, for a person who is doing something else."""
    name = f"{deployment.project}, revision {deployment.revision}"
    if deployment.state is DeploymentState.HEALTHY:
        return f"{name}, is healthy{f' at {deployment.url}' if deployment.url else ''}."
    return f"{name}: {deployment.state.label.lower()}. {deployment.reason or ''}".strip()


def _deliver(address: str, notice: dict[str, str | int | None]) -> None:
    try:
        post(address, notice)
    except (httpx.HTTPError, InputError) as error:
        LOG.warning("A notice could not be delivered: %s", type(error).__name__)
