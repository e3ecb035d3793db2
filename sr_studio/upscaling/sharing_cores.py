"""Many small pictures on a CPU: each core makes one of them, instead of all cores each one.

Every picture has parts that one core does alone (reading, tones, writing); with a small one they
take as long as the network, and the other cores wait.
"""

from __future__ import annotations

from collections.abc import Sequence

from sr_studio.errors import StudioError
from sr_studio.imaging.reading import read_size
from sr_studio.upscaling.devices import free_memory
from sr_studio.upscaling.methods import is_interpolation
from sr_studio.upscaling.queue_items import NewItem
from sr_studio.upscaling.upscaler import Upscaler

#: LR pixels of a picture that is small.
_SMALL = 200 * 200
#: Pictures for each worker from which on it pays to open the model once more.
_LEAST_EACH = 20
_MOST_WORKERS = 8


def workers_for(items: Sequence[NewItem], upscaler: Upscaler) -> int:
    """How many workers share the CPU best for these; 1 where one with all cores does.

    Args:
        items: What is to be made.
        upscaler: Has opened the models that it takes.
    """
    requests = {item.request for item in items}
    if len(items) < 2 * _LEAST_EACH or any(is_interpolation(one.method) for one in requests):
        return 1
    import torch

    count = min(torch.get_num_threads(), _MOST_WORKERS, len(items) // _LEAST_EACH)
    if count < 2:
        return 1
    ways = [upscaler.way_of(one) for one in requests]
    if any((way.device, way.backend) != ("cpu", "openvino") for way in ways):
        return 1
    try:
        sizes = {read_size(item.source) for item in items}
    except StudioError:  # what is wrong with a picture is said when it is its turn
        return 1
    largest = max(sizes, key=lambda size: size[0] * size[1])
    if largest[0] * largest[1] > _SMALL:
        return 1
    asked = [one.for_picture(*largest) for one in requests]
    needed = max(upscaler.estimate(*largest, one, measure=False).memory for one in asked)
    return max(1, min(count, free_memory("cpu") // (2 * max(1, needed))))
