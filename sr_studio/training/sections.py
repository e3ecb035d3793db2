"""What every section of a recipe has in common. No torch."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Keys that are declared, and no others; never changed once they are read."""

    # The run folder's JSON has no word for infinity: a run would forget the key.
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
