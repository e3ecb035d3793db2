"""SRCNN in its several namings; kernel sizes and channels follow from the shapes."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import WB, DoesNotFitError, Layout, Reading
from sr_studio.zoo.weights import State

_NAMED = {"patch_ex": "conv1", "nl_mapping": "conv2", "reconstruction": "conv3"}


def _read(state: State) -> Reading:
    first, second, third = (state[f"conv{index}.weight"] for index in (1, 2, 3))
    channels = first.shape[1]
    if third.shape[0] != channels:
        raise DoesNotFitError(f"{channels} channels in and {third.shape[0]} out")
    parameters = {
        "kernel_sizes": [weight.shape[-1] for weight in (first, second, third)],
        "channels": channels,
        "features": [first.shape[0], second.shape[0]],
    }
    # The scale is not in the weights: the picture is enlarged beforehand.
    return Reading("srcnn", parameters, state, {"colour": "y" if channels == 1 else "rgb"})


def _read_khanu263(state: State) -> Reading:
    reading = _read(state)
    # Its pictures are converted by Pillow, whose luma is JPEG's full range.
    return Reading(
        reading.architecture, reading.parameters, reading.state, {**reading.card, "luma": "full"}
    )


PLAIN = Layout("SRCNN (conv1 … conv3)", [(rf"conv[123]\.{WB}", r"\g<0>")], _read)

KHANU263 = Layout(
    "khanu263 SRCNN",
    [
        (
            rf"(patch_ex|nl_mapping|reconstruction)\.{WB}",
            lambda match: f"{_NAMED[match[1]]}.{match[2]}",
        )
    ],
    _read_khanu263,
)
