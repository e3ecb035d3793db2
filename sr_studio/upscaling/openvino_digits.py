"""Digits kept where half precision would lose them: in the first layer and in the last.

bf16 has eight binary digits, a picture of 8 bits needs all of them for its brighter half alone, and
whatever the first layer loses every later one makes more of: rounding nothing but the picture is
most of what a network in bf16 is off by (``benchmarks/distance_from_fp32.py``).
"""

from __future__ import annotations

import numpy as np

from sr_studio.upscaling.checks import LARGEST_VALUE
from sr_studio.upscaling.silent_openvino import openvino

#: Another text whenever this module changes models in another way: what is kept was changed so.
DIGITS = "coarse and fine, 1"
#: The coarse part of a value in 0..1 is a multiple of 1/128: eight digits hold it exactly.
_STEPS = np.float32(128)


def keep_digits(model: openvino.Model) -> None:
    """Change a model that is to be compiled for half precision; in fp32 it stays what it was."""
    _keep_first(model)
    _keep_last(model)
    model.validate_nodes_and_infer_types()


def _keep_first(model: openvino.Model) -> None:
    """Hand the picture to the first layers in two parts that half precision holds, coarse and fine.

    A convolution of the picture becomes one of both parts, with its weights in two parts as well:
    hardly dearer, since three channels are few. An enlargement of the picture, which some networks
    add to their result, is done for both parts and added up.
    """
    from openvino import opset13

    (picture,) = model.inputs
    # What looks at it now; below, more will.
    readers = list(picture.get_target_inputs())
    whole = picture.get_node().output(0)
    coarse = opset13.divide(opset13.floor(opset13.multiply(whole, _STEPS)), _STEPS).output(0)
    fine = opset13.subtract(whole, coarse).output(0)
    for reader in readers:
        layer = reader.get_node()
        if layer.get_type_name() == "Convolution":
            weights = _constant(layer.input_value(1))
            if weights is None:
                continue
            upper = _as_bf16(weights)
            parts = np.concatenate([upper, upper, weights - upper], axis=1)
            reader.replace_source_output(opset13.concat([coarse, fine, coarse], 1).output(0))
            layer.input(1).replace_source_output(opset13.constant(parts).output(0))
        elif layer.get_type_name() == "Interpolate":
            followers = list(layer.output(0).get_target_inputs())
            reader.replace_source_output(coarse)
            rest = [layer.input_value(number) for number in range(1, layer.get_input_size())]
            finer = opset13.interpolate(fine, *rest[:1], axes=rest[-1], **_manner(layer))
            both = opset13.add(layer.output(0), finer)
            for follower in followers:
                follower.replace_source_output(both.output(0))


def _keep_last(model: openvino.Model) -> None:
    """Have the last convolution give the float32 it adds up in.

    As a graph's last operation it would round to bf16, whose steps near white are as large as those
    of 8 bits. With an operation of float32 behind it, it does not; this one changes no value that
    :func:`.check_finite` lets pass.
    """
    from openvino import opset13

    (result,) = model.get_results()
    kept = opset13.clamp(result.input_value(0), -2 * LARGEST_VALUE, 2 * LARGEST_VALUE)
    result.input(0).replace_source_output(kept.output(0))


def _manner(enlargement: openvino.Node) -> dict[str, object]:
    """How an Interpolate does it, for another one that does it in the same way."""
    return {
        name: np.array(value) if name.startswith("pads") else value
        for name, value in enlargement.get_attributes().items()
    }


def _constant(source: openvino.Output) -> np.ndarray | None:
    """The values of a constant, also of one that is stored in fewer digits; None if it is none."""
    node = source.get_node()
    while node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return np.array(node.data, np.float32) if node.get_type_name() == "Constant" else None


def _as_bf16(values: np.ndarray) -> np.ndarray:
    """Cut to the digits that bf16 has; what is cut off is exact, too."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    return (bits & np.uint32(0xFFFF0000)).view(np.float32)
