"""What every section of a recipe has in common. No torch."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Keys that are declared, and no others; never changed once they are read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
