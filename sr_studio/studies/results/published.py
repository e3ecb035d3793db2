"""The published numbers of the SRGAN paper, for the optional rows of the look-alike tables."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sr_studio.paths import resources_dir

SRGAN_2017 = "srgan-2017"

#: Numbers of references in the paper's sets.
REFERENCES = {"Set5": 5, "Set14": 14, "BSD100": 100}


@dataclass(frozen=True)
class PublishedRow:
    """One system on one set as printed; None where the paper prints nothing."""

    psnr: float | None
    ssim: float | None
    mos: float | None


Rows = dict[tuple[str, str], PublishedRow]

#: Names that the ready-made plan prints, to those of the paper's tables, in lower case.
_SAME = {
    "nearest neighbour": "nearest",
    "srresnet": "srresnet-mse",
    "srgan": "srgan-vgg54",
    "original hr": "hr",
    "original": "hr",
}


def printed_row(rows: Rows, set_name: str, system: str) -> PublishedRow | None:
    """The row of a system by the name a study gives it."""
    name = system.lower()
    return rows.get((set_name, _SAME.get(name, name)))


def srgan_2017() -> Rows:
    """(set, system in lower case) to the printed numbers."""
    path = resources_dir() / "published" / "srgan-paper.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return {
        (row["dataset"], row["method"].lower()): PublishedRow(
            row.get("psnr_y"), row.get("ssim_daala"), row.get("other", {}).get("mos")
        )
        for row in rows
    }
