"""Opening the model files of other projects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from sr_studio.zoo.card import SPANDREL, ModelCard, tidy_name
from sr_studio.zoo.catalogue import is_ncnn
from sr_studio.zoo.errors import LayoutError, ModelFileError
from sr_studio.zoo.layouts.known import LAYOUTS
from sr_studio.zoo.layouts.layout import Layout, Reading
from sr_studio.zoo.loading import model_of_card
from sr_studio.zoo.model import Model
from sr_studio.zoo.reading import read_foreign
from sr_studio.zoo.spandrel_network import recognise
from sr_studio.zoo.weights import DoesNotFitError, built_to_fit, listed

_USUAL_SCALE = 4
_SCALE_IN_NAME = re.compile(r"(?<![A-Za-z0-9])(?:[xX]([2348])|([2348])[xX])(?![0-9])")


def load_foreign(path: Path) -> Model:
    """Open a file that is not of our own kind: our own layouts first, then spandrel.

    What this program has exported for others is known by the card in it.
    ONNX and ncnn files (a ``.param`` beside a ``.bin``, either may be named) are told over.

    Raises:
        ModelFileError: The file is damaged, unsafe, or holds no weights.
        LayoutError: The weights fit no network entirely; the names that fit nowhere are listed.
    """
    if path.suffix.lower() == ".onnx":
        from sr_studio.zoo.onnx_import import load_onnx

        return load_onnx(path)
    if is_ncnn(path):
        from sr_studio.zoo.ncnn_import import load_ncnn

        return load_ncnn(path)
    card, state = read_foreign(path)
    if card is not None:
        return model_of_card(card, state, where=path)
    try:
        return model_from_weights(state, name=tidy_name(path.stem), source=path.name)
    except ModelFileError as error:
        raise type(error)(error.what, where=path, remedy=error.remedy) from error


def model_from_weights(state: Mapping[str, Tensor], *, name: str, source: str) -> Model:
    """The model that a flat table of weights belongs to (see :func:`load_foreign`)."""
    reasons: dict[str, str] = {}
    for layout in LAYOUTS:
        if layout.unknown(state):
            continue
        try:
            return _from_reading(layout, layout.read(state), name, source)
        except DoesNotFitError as error:
            reasons[layout.name] = str(error)
    try:
        network = recognise(state)
    except ModelFileError as error:
        if _nearest(state)[1]:
            raise _no_layout(state, reasons) from error
        raise
    if network is not None:
        card = ModelCard(
            name=name,
            architecture=f"{SPANDREL}{network.architecture}",
            scale=network.scale,
            title=name,
            summary=f"A {network.architecture} model of another project.",
            source=source,
        )
        return Model(card, network.eval())
    raise _no_layout(state, reasons)


def _from_reading(layout: Layout, reading: Reading, name: str, source: str) -> Model:
    network = built_to_fit(reading.architecture, reading.parameters, reading.state)
    fields: dict[str, Any] = {
        "title": name,
        "summary": f"A model in the layout of {layout.name}.",
        "source": source,
        **reading.card,
    }
    if "scale" not in fields:
        fields |= _scale_from_name(source)
    card = ModelCard(
        name=name, architecture=reading.architecture, parameters=reading.parameters, **fields
    )
    return Model(card, network)


def _scale_from_name(source: str) -> dict[str, Any]:
    """For networks whose weights do not tell the scale (SRCNN): what the file's name says."""
    found = _SCALE_IN_NAME.search(source)
    if found:
        return {"scale": int(found[1] or found[2])}
    note = f"The weights do not tell the scale they were trained for; {_USUAL_SCALE} is assumed."
    return {"scale": _USUAL_SCALE, "notes": note}


def _no_layout(state: Mapping[str, Tensor], reasons: Mapping[str, str]) -> LayoutError:
    if reasons:
        name, reason = min(reasons.items(), key=lambda item: len(item[1]))
        return LayoutError(
            f"the names are those of {name}, but the weights do not fit it: {reason}"
        )
    nearest, fitting = _nearest(state)
    if not fitting:
        return LayoutError(
            "these are the weights of a network the program does not know "
            f"({listed(state)}); neither its own layouts nor spandrel's fit"
        )
    return LayoutError(
        f"only {fitting} of {len(state)} weights fit the nearest known layout, {nearest.name}; "
        f"these fit nowhere: {listed(nearest.unknown(state))}",
        remedy="Nothing was loaded, because a part of a network is no network.",
    )


def _nearest(state: Mapping[str, Tensor]) -> tuple[Layout, int]:
    """The layout that knows most of the names, and how many."""
    nearest = min(LAYOUTS, key=lambda layout: len(layout.unknown(state)))
    return nearest, len(state) - len(nearest.unknown(state))
