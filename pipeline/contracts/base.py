"""What every contract has in common."""

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """A frozen value that refuses keys it does not know, so that a wrong hand-off is caught where it happens."""

    model_config = ConfigDict(frozen=True, extra="forbid")
