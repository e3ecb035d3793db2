"""How much memory a training process has used, and what is said where it does not suffice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import torch

from sr_studio.errors import StudioError
from sr_studio.networks.memory import is_out_of_memory
from sr_studio.training.recipes import Recipe


def peak_memory(device: torch.device) -> int:
    """Most bytes used at one time: of the GPU where one computes, else of this process."""
    if device.type == "cuda":
        return int(torch.cuda.max_memory_allocated(device))
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most if sys.platform == "darwin" else most * 1024)


@contextmanager
def explained_lack_of_memory(remedy: str) -> Iterator[None]:
    """Around what may need more memory than there is, on a GPU or off it.

    Raises:
        StudioError: Memory ran out in the block; ``remedy`` says what to do.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise StudioError(
            "the device has too little memory for this recipe", remedy=remedy
        ) from error


def smallest_change(recipe: Recipe) -> str:
    """A sentence that names the smallest change of a recipe with which its updates need less."""
    parts = recipe.accumulate * 2
    while recipe.data.batch % parts and parts < recipe.data.batch:
        parts += 1
    if parts <= recipe.data.batch and recipe.data.batch % parts == 0:
        return (
            f"The smallest change that helps is --set accumulate={parts}: the same batch in "
            "smaller parts."
        )
    smaller = max(recipe.data.scale, recipe.data.crop * 3 // 4)
    smaller -= smaller % recipe.data.scale
    return f"The smallest change that helps is --set data.crop={smaller}."
