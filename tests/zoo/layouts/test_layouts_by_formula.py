"""Layouts that are adapted and not only renamed, against the other project's own formula."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from sr_studio.zoo.foreign import model_from_weights

FEATURES = 4
State = dict[str, Tensor]


class Weights:
    """Random weights, handed out by name and kept under that name."""

    def __init__(self) -> None:
        self.random = torch.Generator().manual_seed(3)
        self.state: State = {}

    def make(self, name: str, *shape: int, low: float = -0.3, high: float = 0.3) -> Tensor:
        if name not in self.state:
            values = torch.rand(*shape, generator=self.random) * (high - low) + low
            self.state[name] = values
        return self.state[name]

    def conv(self, x: Tensor, name: str, out: int, kernel: int) -> Tensor:
        weight = self.make(f"{name}.weight", out, x.shape[1], kernel, kernel)
        bias = self.make(f"{name}.bias", out)
        return F.conv2d(x, weight, bias, padding=kernel // 2)

    def norm(self, x: Tensor, name: str, epsilon: float = 1e-5) -> Tensor:
        width = x.shape[1]
        mean = self.make(f"{name}.running_mean", width)
        variance = self.make(f"{name}.running_var", width, low=0.5, high=2)
        gamma = self.make(f"{name}.weight", width, low=0.5, high=1.5)
        beta = self.make(f"{name}.bias", width)
        self.state[f"{name}.num_batches_tracked"] = torch.tensor(7)
        return F.batch_norm(x, mean, variance, gamma, beta, False, 0.0, epsilon)

    def prelu(self, x: Tensor, name: str) -> Tensor:
        return F.prelu(x, self.make(f"{name}.weight", 1, low=0.1, high=0.4))


def _compare(weights: Weights, small: Tensor, expected: Tensor) -> None:
    model = model_from_weights(weights.state, name="a", source="a.pth")
    with torch.inference_mode():
        ours = model.super_resolver()(small)
    torch.testing.assert_close(ours, expected, atol=1e-5, rtol=1e-4)


def test_leftthomas_with_biases_before_bn() -> None:
    weights, small = Weights(), torch.rand(1, 3, 6, 7)
    stem = weights.prelu(weights.conv(small, "block1.0", FEATURES, 9), "block1.1")
    x = stem
    for block in (f"block{i}" for i in range(2, 7)):
        y = weights.norm(weights.conv(x, f"{block}.conv1", FEATURES, 3), f"{block}.bn1")
        y = weights.conv(weights.prelu(y, f"{block}.prelu"), f"{block}.conv2", FEATURES, 3)
        x = x + weights.norm(y, f"{block}.bn2")
    x = stem + weights.norm(weights.conv(x, "block7.0", FEATURES, 3), "block7.1")
    for step in range(2):
        x = weights.conv(x, f"block8.{step}.conv", 4 * FEATURES, 3)
        x = weights.prelu(F.pixel_shuffle(x, 2), f"block8.{step}.prelu")
    expected = (torch.tanh(weights.conv(x, "block8.2", 3, 9)) + 1) / 2
    _compare(weights, small, expected)


def test_pytorch_gan_with_its_epsilon_and_norms_in_the_upsampler() -> None:
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    weights, small = Weights(), torch.rand(1, 3, 6, 7)
    stem = weights.conv((small - mean) / deviation, "conv1.0", FEATURES, 9)
    x = stem = weights.prelu(stem, "conv1.1")
    for block in (f"res_blocks.{i}.conv_block" for i in range(2)):
        y = weights.norm(weights.conv(x, f"{block}.0", FEATURES, 3), f"{block}.1", 0.8)
        y = weights.conv(weights.prelu(y, f"{block}.2"), f"{block}.3", FEATURES, 3)
        x = x + weights.norm(y, f"{block}.4", 0.8)
    x = stem + weights.norm(weights.conv(x, "conv2.0", FEATURES, 3), "conv2.1", 0.8)
    for first in (0, 4):
        x = weights.conv(x, f"upsampling.{first}", 4 * FEATURES, 3)
        x = F.pixel_shuffle(weights.norm(x, f"upsampling.{first + 1}"), 2)
        x = weights.prelu(x, f"upsampling.{first + 3}")
    expected = torch.tanh(weights.conv(x, "conv3.0", 3, 9)) * deviation + mean
    _compare(weights, small, expected)


def test_sgrvinod_as_a_plain_state_dict() -> None:
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    weights, small = Weights(), torch.rand(1, 3, 6, 7)
    stem = weights.conv((small - mean) / deviation, "net.conv_block1.conv_block.0", FEATURES, 9)
    x = stem = weights.prelu(stem, "net.conv_block1.conv_block.1")
    for block in (f"net.residual_blocks.{i}" for i in range(2)):
        y = weights.conv(x, f"{block}.conv_block1.conv_block.0", FEATURES, 3)
        y = weights.norm(y, f"{block}.conv_block1.conv_block.1")
        y = weights.prelu(y, f"{block}.conv_block1.conv_block.2")
        y = weights.conv(y, f"{block}.conv_block2.conv_block.0", FEATURES, 3)
        x = x + weights.norm(y, f"{block}.conv_block2.conv_block.1")
    x = weights.conv(x, "net.conv_block2.conv_block.0", FEATURES, 3)
    x = stem + weights.norm(x, "net.conv_block2.conv_block.1")
    for step in range(2):
        x = weights.conv(x, f"net.subpixel_convolutional_blocks.{step}.conv", 4 * FEATURES, 3)
        x = F.pixel_shuffle(x, 2)
        x = weights.prelu(x, f"net.subpixel_convolutional_blocks.{step}.prelu")
    expected = (torch.tanh(weights.conv(x, "net.conv_block3.conv_block.0", 3, 9)) + 1) / 2
    from sr_studio.zoo.unwrapping import unwrap

    unwrapped = unwrap({"generator": weights.state})
    assert unwrapped is not None
    weights.state = unwrapped
    _compare(weights, small, expected)


def test_mmagic_has_no_activation_after_its_shuffles() -> None:
    weights, small = Weights(), torch.rand(1, 3, 6, 7)

    def lrelu(x: Tensor) -> Tensor:
        return F.leaky_relu(x, 0.1)

    x = lrelu(weights.conv(small, "conv_first", FEATURES, 3))
    y = F.relu(weights.conv(x, "trunk_net.0.conv1", FEATURES, 3))
    x = x + weights.conv(y, "trunk_net.0.conv2", FEATURES, 3)
    for step in (1, 2):
        x = weights.conv(x, f"upsample{step}.upsample_conv", 4 * FEATURES, 3)
        x = F.pixel_shuffle(x, 2)
    x = weights.conv(lrelu(weights.conv(x, "conv_hr", FEATURES, 3)), "conv_last", 3, 3)
    base = F.interpolate(small, scale_factor=4, mode="bilinear", align_corners=False)
    _compare(weights, small, x + base)
