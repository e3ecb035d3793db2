"""What the model that a run started from says of its licence and its pictures. No torch.

It is kept in run.json from the beginning: the model's own file may be gone when the run's is made.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from sr_studio.errors import StudioError
from sr_studio.training.run_folder import RunFolder
from sr_studio.zoo.card import ModelCard, TrainingSource
from sr_studio.zoo.catalogue import entry_of, find

#: Key of these facts in run.json.
START_KEY = "start"


class StartFacts(BaseModel):
    """Of the model that a run started from, as its card has them.

    Attributes:
        licence: Of its weights; empty where it is not known.
        data: What it was trained on, in words.
        data_sources: The sets of pictures it was trained on.
    """

    model_config = ConfigDict(extra="ignore")

    licence: str = ""
    data: str = ""
    data_sources: tuple[TrainingSource, ...] = ()


def told_of_start(card: ModelCard) -> dict[str, Any]:
    """What a run's origin keeps of the card of the model that the run starts from."""
    return card.model_dump(mode="json", include=set(StartFacts.model_fields))


def facts_of_start(run: RunFolder) -> StartFacts | None:
    """What is known of the model that a run started from; None where it started from none.

    Raises:
        StudioError: run.json is missing or damaged.
    """
    origin = run.origin()
    if START_KEY in origin:
        try:
            return StartFacts.model_validate(origin[START_KEY])
        except ValidationError:
            return StartFacts()
    if not origin.get("starts_from"):
        return None
    # Runs of earlier versions kept the model at most.
    try:
        kept = run.start_file.is_file()
        entry = entry_of(run.start_file, "file") if kept else find(origin["starts_from"])
    except StudioError:
        return StartFacts()
    return StartFacts() if entry.card is None else StartFacts(**told_of_start(entry.card))
