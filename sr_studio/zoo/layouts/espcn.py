"""ESPCN in its several namings; depth, kernel sizes and scale follow from the shapes."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import WB, DoesNotFitError, Layout, Reading, count, whole_root
from sr_studio.zoo.weights import State

_FEATURES = "convolutions.{}.{}"


def _read(state: State) -> Reading:
    layers = [state[f"convolutions.{i}.weight"] for i in range(count(state, "convolutions"))]
    channels = layers[0].shape[1]
    scale = whole_root(layers[-1].shape[0] / channels, "last convolution by channels")
    if scale < 2:
        raise DoesNotFitError("the last convolution leaves nothing to shuffle")
    parameters = {
        "scale": scale,
        "channels": channels,
        "features": [layer.shape[0] for layer in layers[:-1]],
        "kernel_sizes": [layer.shape[-1] for layer in layers],
    }
    card = {"colour": "y" if channels == 1 else "rgb", "scale": scale}
    return Reading("espcn", parameters, state, card)


OURS = Layout("SR Studio ESPCN", [(rf"convolutions\.\d+\.{WB}", r"\g<0>")], _read)

NUMBERED = Layout(
    "ESPCN (conv1 … convN)",
    [
        (
            rf"conv([1-9])\.{WB}",
            lambda match: _FEATURES.format(int(match[1]) - 1, match[2]),
        )
    ],
    _read,
)

#: Lornatang's and yjn870's: two convolutions with tanh in one part, the last in another.
IN_PARTS = Layout(
    "ESPCN (feature maps and sub-pixel part)",
    [
        (
            rf"(?:feature_maps|first_part)\.([02])\.{WB}",
            lambda match: _FEATURES.format(int(match[1]) // 2, match[2]),
        ),
        (rf"(?:sub_pixel|last_part)\.0\.{WB}", lambda match: _FEATURES.format(2, match[1])),
    ],
    _read,
)
