"""A model as an ONNX file that any program can run without knowing the network."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from pathlib import Path

import torch

from sr_studio import files
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.model import Model

OPSET = 18


def export_onnx(model: Model, path: Path) -> None:
    """Write the model with its ranges, colour and enlargement folded into the graph.

    Input ``input``: N×3×H×W float32 RGB in [0, 1]. Output ``output``: N×3×(scale·H)×(scale·W)
    float32 RGB in [0, 1], not clamped. Batch, height and width are free.

    Raises:
        ModelFileError: The network cannot be expressed in ONNX.
        StudioError: The place cannot be written to.
    """
    resolver = model.super_resolver()
    free = torch.export.Dim.DYNAMIC
    # Not square and a batch above one, so that the exporter takes no size for a constant.
    example = torch.rand(2, 3, resolver.minimum + 24, resolver.minimum + 20)
    quiet = logging.getLogger("torch.onnx")
    level = quiet.level
    quiet.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                resolver,
                (example,),
                dynamo=True,
                input_names=["input"],
                output_names=["output"],
                dynamic_shapes=({0: free, 2: free, 3: free},),
                opset_version=OPSET,
                verbose=False,
            )
    except torch.onnx.errors.OnnxExporterError as error:
        what = f"this {model.card.architecture} network cannot be expressed in ONNX ({error})"
        raise ModelFileError(what, where=model.card.name) from error
    finally:
        quiet.setLevel(level)
    assert program is not None  # only the exporter of old gave None
    proto = program.model_proto
    for value, names in (
        (proto.graph.input[0], ("batch", "", "height", "width")),
        (proto.graph.output[0], ("batch", "", "output_height", "output_width")),
    ):
        for dimension, name in zip(value.type.tensor_type.shape.dim, names, strict=True):
            if name:
                dimension.dim_param = name
    proto.metadata_props.add(key="sr_studio_card", value=model.card.to_json())
    files.write_bytes(path, proto.SerializeToString())
