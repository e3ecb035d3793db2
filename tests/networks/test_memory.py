"""A lack of memory is told from other failures, on every device."""

from __future__ import annotations

import pytest
import torch

from sr_studio.networks.memory import is_out_of_memory


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (torch.cuda.OutOfMemoryError("CUDA out of memory"), True),
        (MemoryError(), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("CUDA error: device-side assert triggered"), False),
        (RuntimeError("could not allocate a cuDNN plan"), False),
        (ValueError("std::bad_alloc"), False),
    ],
)
def test_only_real_lack_of_memory_counts(error: Exception, expected: bool) -> None:
    assert is_out_of_memory(error) is expected


def test_the_allocators_own_message_is_known() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.float32)
    assert is_out_of_memory(caught.value)
