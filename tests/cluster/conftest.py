"""A Ray cluster of this computer's own for tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def ray() -> Iterator[Any]:
    """A cluster with room for two tasks; skipped where the extra is not installed."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    module = pytest.importorskip("ray", reason="Ray (the extra `cluster`) is not installed")
    for last in (False, False, True):
        try:
            module.init(
                num_cpus=2,
                num_gpus=0,
                include_dashboard=False,
                log_to_driver=False,
                object_store_memory=200_000_000,
            )
            break
        except Exception:  # on a busy computer its half minute for starting may not suffice
            module.shutdown()
            if last:
                raise
    yield module
    module.shutdown()
