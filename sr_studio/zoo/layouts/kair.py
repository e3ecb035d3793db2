"""KAIR's MSRResNet0, which shares its first names with old ESRGAN files."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import WB, DoesNotFitError, Layout, Reading, count
from sr_studio.zoo.weights import State


def _read(state: State) -> Reading:
    """Give the convolutions after the body their names: they are numbered through.

    The body is followed by nearest, convolution, ReLU per factor 2 (numbers 3, 6, …), and then by
    two convolutions with a ReLU between them.
    """
    numbers = sorted({int(name.split(".")[1]) for name in state if name.startswith("tail.")})
    steps = len(numbers) - 2
    ends = [3 * steps + 2, 3 * steps + 4]
    if steps < 1 or numbers != [3 * (step + 1) for step in range(steps)] + ends:
        raise DoesNotFitError(f"the layers after the body are numbered {numbers}")
    places = [f"upconvs.{step}" for step in range(steps)] + ["conv_hr", "conv_last"]
    names = dict(zip(map(str, numbers), places, strict=True))
    renamed: State = {}
    for name, value in state.items():
        if name.startswith("tail."):
            _, number, kind = name.split(".")
            renamed[f"{names[number]}.{kind}"] = value
        else:
            renamed[name] = value
    parameters = {
        "scale": 2**steps,
        "blocks": count(renamed, "body"),
        "features": renamed["conv_first.weight"].shape[0],
        "channels": renamed["conv_first.weight"].shape[1],
    }
    return Reading("upconvresnet", parameters, renamed, {"scale": parameters["scale"]})


MSRRESNET0 = Layout(
    "KAIR MSRResNet0",
    [
        (rf"model\.0\.{WB}", r"conv_first.\1"),
        (
            rf"model\.1\.sub\.(\d+)\.res\.([02])\.{WB}",
            lambda match: f"body.{match[1]}.conv{1 + int(match[2]) // 2}.{match[3]}",
        ),
        (rf"model\.1\.sub\.\d+\.{WB}", r"conv_body.\1"),
        (rf"model\.(\d+)\.{WB}", r"tail.\1.\2"),
    ],
    _read,
)
