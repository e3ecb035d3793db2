"""What libraries raise when the memory of a device does not suffice."""

from __future__ import annotations

import torch


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this is a real lack of memory, and not any error that happens to name a device."""
    if isinstance(error, (MemoryError, torch.cuda.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(
        words in str(error)
        for words in ("DefaultCPUAllocator:", "std::bad_alloc", "MPS backend out of memory")
    )
