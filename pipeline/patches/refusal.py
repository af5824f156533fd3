"""Why a patch is dropped."""

from pipeline.contracts.patches import LONGEST_REASON, Gate


class PatchRefused(Exception):
    """A gate does not let a patch through; the message says why, to the person and to the model."""

    def __init__(self, gate: Gate, reason: str) -> None:
        super().__init__(reason[:LONGEST_REASON])
        self.gate = gate
