"""Joining a Ray cluster, or starting one of this computer's own."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sr_studio.errors import StudioError

LOCAL = "ray"
_REMOTE = "ray://"
_USUAL_PORT = 10001


def check_address(address: str) -> None:
    """Refuse what is neither ``ray`` nor ``ray://HOST`` or ``ray://HOST:PORT``.

    Raises:
        StudioError: It is something else.
    """
    if address != LOCAL and not (address.startswith(_REMOTE) and address != _REMOTE):
        raise StudioError(
            f"{address!r} is no cluster",
            where="--on",
            remedy="Use ray for this computer (or the cluster of RAY_ADDRESS), or ray://HOST.",
        )


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """The module ``ray``, connected; what was started here is stopped afterwards.

    Args:
        address: ``ray``: what the variable RAY_ADDRESS names, else a cluster of this computer
            alone. ``ray://HOST``: that one's, through its client port.

    Raises:
        StudioError: Ray is not installed, or the cluster does not answer.
    """
    check_address(address)
    # Nothing is told to anybody unasked.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise StudioError(
            "Ray is not installed",
            where="--on",
            remedy="Install it: pip install 'sr-studio[cluster]'.",
        ) from error
    if ray.is_initialized():
        yield ray
        return
    options: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    if address.startswith(_REMOTE):
        host = address.removeprefix(_REMOTE)
        options["address"] = address if ":" in host else f"{address}:{_USUAL_PORT}"
    elif not os.environ.get("RAY_ADDRESS"):
        options["include_dashboard"] = False
    try:
        ray.init(**options)
    except Exception as error:
        # Processes that do not come up in time are a bare Exception of the library.
        said = str(error).strip().partition("\n")[0][:200]
        raise StudioError(
            f"the cluster cannot be used ({said})",
            where=address,
            remedy="Look whether Ray runs there, in the same versions of Ray and Python.",
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def share_of_a_task(ray: Any) -> dict[str, float]:
    """What one task takes of the cluster: a graphics card where there are any, else one core."""
    if ray.cluster_resources().get("GPU", 0) >= 1:
        return {"num_gpus": 1}
    return {"num_cpus": 1}


def places(ray: Any) -> int:
    """How many tasks can be at work at once, as the cluster is now."""
    (name,) = share_of_a_task(ray)
    return max(1, int(ray.cluster_resources().get(name.removeprefix("num_").upper()[:3], 1)))
