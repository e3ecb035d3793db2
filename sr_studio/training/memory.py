"""How much memory a training process has used at most."""

from __future__ import annotations

import sys

import psutil
import torch


def peak_memory(device: torch.device) -> int:
    """Most bytes used at one time: of the GPU where one computes, else of this process."""
    if device.type == "cuda":
        return int(torch.cuda.max_memory_allocated(device))
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most if sys.platform == "darwin" else most * 1024)
