"""Our own SRResNet names, and what all layouts of the SRResNet family share."""

from __future__ import annotations

from typing import Any

import torch

from sr_studio.zoo.layouts.layout import NORM, WB, Layout, Reading, count, whole_root
from sr_studio.zoo.weights import State


def read_srresnet(state: State, card: dict[str, Any] | None = None, **fixed: Any) -> Reading:
    """Hyper-parameters of an SRResNet from our names.

    Biases in front of a normalisation, which our network does not have, are folded into it.

    Args:
        state: Weights under our names.
        card: Card fields; by default the paper's ranges, LR in [0, 1] and SR in [-1, 1].
        fixed: Parameters that no shape can tell (``output``, ``norm``).
    """
    stem = state["stem.0.weight"]
    features = stem.shape[0]
    scale = 1
    for step in range(count(state, "upsampler")):
        width = state[f"upsampler.{step}.conv.weight"].shape[0]
        scale *= whole_root(width / features, "upsampling by features")
    normalised = "after_body.1.running_mean" in state
    parameters: dict[str, Any] = {
        "scale": scale,
        "blocks": count(state, "body"),
        "features": features,
        "channels": stem.shape[1],
        "outer_kernel": stem.shape[-1],
        "norm": "batch" if "body.0.norm1.running_mean" in state else "none",
        "after_body": "prelu" if "after_body.1.weight" in state and not normalised else "norm",
        **fixed,
    }
    folded = _fold_biases(state, parameters["norm"])
    card = {"output_range": (-1.0, 1.0)} if card is None else card
    return Reading("srresnet", parameters, folded, {**card, "scale": scale})


def _fold_biases(state: State, norm: str) -> State:
    """Take biases in front of a normalisation out: it would subtract them again.

    For batch normalisation the running mean moves with them, so that the result stays the same;
    instance normalisation cancels them exactly.
    """
    folded = dict(state)
    pairs = [
        (f"body.{i}.conv{k}", f"body.{i}.norm{k}")
        for i in range(count(state, "body"))
        for k in (1, 2)
    ]
    pairs.append(("after_body.0", "after_body.1"))
    for convolution, normalisation in pairs:
        mean = f"{normalisation}.running_mean"
        if norm == "instance":
            folded.pop(f"{convolution}.bias", None)
        elif mean in folded and f"{convolution}.bias" in folded:
            folded[mean] = folded[mean] - folded.pop(f"{convolution}.bias")
    return folded


def change_epsilon(state: State, normalisation: str, epsilon: float) -> None:
    """Make a batch normalisation of another ``eps`` equal to one of PyTorch's 1e-5, in place."""
    variance = f"{normalisation}.running_var"
    state[variance] = state[variance] + (epsilon - 1e-5)


def fold_normalisation(state: State, normalisation: str, convolution: str) -> None:
    """Fold a batch normalisation (eps 1e-5) that follows a convolution into it, in place."""
    gamma, beta, mean, variance = (
        state.pop(f"{normalisation}.{part}")
        for part in ("weight", "bias", "running_mean", "running_var")
    )
    state.pop(f"{normalisation}.num_batches_tracked", None)
    factor = gamma / torch.sqrt(variance + 1e-5)
    weight, bias = f"{convolution}.weight", f"{convolution}.bias"
    state[bias] = (state.get(bias, torch.zeros_like(mean)) - mean) * factor + beta
    state[weight] = state[weight] * factor.view(-1, 1, 1, 1)


OURS = Layout(
    "SR Studio SRResNet",
    [
        (rf"(stem\.[01]|last|upsampler\.\d+\.(conv|activation))\.{WB}", r"\g<0>"),
        (rf"body\.\d+\.(conv[12]|activation)\.{WB}", r"\g<0>"),
        (rf"(body\.\d+\.norm[12]|after_body\.[01])\.{NORM}", r"\g<0>"),
    ],
    read_srresnet,
)
