"""Pack the linear layers of LPIPS v0.1 into resources/metrics/lpips_linear.safetensors.

    python tools/pack_lpips_heads.py FOLDER

FOLDER holds ``alex.pth``, ``vgg.pth`` and ``squeeze.pth`` as in richzhang/PerceptualSimilarity,
``lpips/weights/v0.1`` (BSD-2-Clause), or as torchmetrics bundles them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from safetensors.torch import save

from sr_studio.files import write_bytes
from sr_studio.paths import resources_dir


def main() -> None:
    """Read the three files and write one."""
    folder = Path(sys.argv[1])
    packed = {}
    for network in ("alex", "vgg", "squeeze"):
        stored = torch.load(folder / f"{network}.pth", map_location="cpu", weights_only=True)
        for key, value in stored.items():
            layer = key.split(".")[0]
            packed[f"{network}.{layer}.weight"] = value.contiguous()
    metadata = {
        "source": "richzhang/PerceptualSimilarity lpips/weights/v0.1",
        "licence": "BSD-2-Clause, see LICENSE.lpips",
    }
    target = resources_dir() / "metrics" / "lpips_linear.safetensors"
    write_bytes(target, save(packed, metadata))
    print(f"{target}: {len(packed)} layers")


if __name__ == "__main__":
    main()
