"""The published numbers of the SRGAN paper, for the optional rows of the look-alike tables."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sr_studio.paths import resources_dir

SRGAN_2017 = "srgan-2017"

#: The paper's systems in its order, the columns of its Table 2, and the groups of its Table 1.
SYSTEMS = (
    "nearest",
    "bicubic",
    "SRCNN",
    "SelfExSR",
    "DRCN",
    "ESPCN",
    "SRResNet-MSE",
    "SRResNet-VGG22",
    "SRGAN-MSE",
    "SRGAN-VGG22",
    "SRGAN-VGG54",
    "HR",
)
TABLE1 = {
    "SRResNet": ("SRResNet-MSE", "SRResNet-VGG22"),
    "SRGAN": ("SRGAN-MSE", "SRGAN-VGG22", "SRGAN-VGG54"),
}
#: Numbers of references in the paper's sets.
REFERENCES = {"Set5": 5, "Set14": 14, "BSD100": 100}


@dataclass(frozen=True)
class PublishedRow:
    """One system on one set as printed; None where the paper prints nothing."""

    psnr: float | None
    ssim: float | None
    mos: float | None


def srgan_2017() -> dict[tuple[str, str], PublishedRow]:
    """(set, system in lower case) to the printed numbers."""
    path = resources_dir() / "published" / "srgan-paper.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return {
        (row["dataset"], row["method"].lower()): PublishedRow(
            row.get("psnr_y"), row.get("ssim_daala"), row.get("other", {}).get("mos")
        )
        for row in rows
    }
