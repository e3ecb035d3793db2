"""Retry: smaller tiles where memory runs out, wider margins where seams show; and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from sr_studio.networks.memory import is_out_of_memory
from sr_studio.sentences import Sentence
from sr_studio.upscaling.checks import check_room
from sr_studio.upscaling.execution import Work
from sr_studio.upscaling.pass_planning import smaller_side
from sr_studio.upscaling.passes import SeamError
from sr_studio.upscaling.request import UpscaleError
from sr_studio.upscaling.tiles import plan

#: A margin that showed a seam is doubled at most up to here.
_LARGEST_MARGIN = 256


def pass_with_retries(colours: np.ndarray, work: Work) -> np.ndarray:
    """One pass over H×W×3 integers; what had to be changed for it stands in the notes.

    Raises:
        UpscaleError: Memory does not suffice for the result, or for the smallest tiles.
        Cancelled, UntrustedResultError, RuntimeError: See :meth:`Work.one_pass`.
    """
    height, width = colours.shape[:2]
    grown = work.model.scale
    check_room(width * grown, height * grown, 3 * colours.itemsize)
    while True:
        model = work.model
        side = work.side(height, width)
        last_try = model.margin_is_exact or (model.rule.margin or 0) >= _LARGEST_MARGIN
        if (
            last_try
            and not model.margin_is_exact
            and len(plan(height, width, side, model.rule)) > 1
        ):
            work.note(Sentence("Tiles of this network may differ slightly where they meet."))
        try:
            return work.one_pass(colours, side, check_seams=not last_try)
        except SeamError:
            margin = 2 * (model.rule.margin or 1)
            model.rule = replace(model.rule, margin=margin)
            work.note(Sentence("Tiles differed where they meet; their margin is now %1.", margin))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            try:
                work.limit = smaller_side(height, width, side, model.rule)
            except UpscaleError as hopeless:
                raise hopeless from error
            if model.backend.choice.device.startswith("cuda"):
                torch.cuda.empty_cache()
            work.note(
                Sentence("Memory did not suffice for tiles of %1; %2 was used.", side, work.limit)
            )
