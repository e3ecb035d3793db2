"""Variance components of a complete rater × image × system block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sr_studio.studies.statistics.table import Floats


@dataclass(frozen=True)
class Components:
    """Estimates on the score scale (points²); negative ones are kept as they are.

    Attributes:
        error: Residual with the three-way interaction.
        rater_system, image_system, rater_image: Interactions.
        rater, image: Main effects.
    """

    error: float
    rater_system: float
    image_system: float
    rater_image: float
    rater: float
    image: float

    def of_difference(self) -> tuple[float, float, float]:
        """(rater, image, residual) components of a difference of two systems, negatives as 0."""
        kept = (self.rater_system, self.image_system, self.error)
        rater, image, residual = (2 * max(0.0, value) for value in kept)
        return rater, image, residual


def variance_components(scores: Floats) -> Components | None:
    """ANOVA estimates of the three-way model without replication.

    Args:
        scores: I × J × S, complete.

    Returns:
        None where the block has holes or an axis shorter than two.
    """
    i, j, s = scores.shape
    if min(i, j, s) < 2 or np.isnan(scores).any():
        return None
    y = scores - scores.mean()
    of_rater, of_image, of_system = y.mean((1, 2)), y.mean((0, 2)), y.mean((0, 1))
    rater_image, rater_system, image_system = y.mean(2), y.mean(1), y.mean(0)
    ss_rater = j * s * (of_rater**2).sum()
    ss_image = i * s * (of_image**2).sum()
    ss_system = i * j * (of_system**2).sum()
    ss_ri = s * (rater_image**2).sum() - ss_rater - ss_image
    ss_rs = j * (rater_system**2).sum() - ss_rater - ss_system
    ss_is = i * (image_system**2).sum() - ss_image - ss_system
    ss_rest = (y**2).sum() - ss_rater - ss_image - ss_system - ss_ri - ss_rs - ss_is
    ms_r, ms_i = ss_rater / (i - 1), ss_image / (j - 1)
    ms_ri = ss_ri / ((i - 1) * (j - 1))
    ms_rs = ss_rs / ((i - 1) * (s - 1))
    ms_is = ss_is / ((j - 1) * (s - 1))
    ms_e = ss_rest / ((i - 1) * (j - 1) * (s - 1))
    return Components(
        error=float(ms_e),
        rater_system=float((ms_rs - ms_e) / j),
        image_system=float((ms_is - ms_e) / i),
        rater_image=float((ms_ri - ms_e) / s),
        rater=float((ms_r - ms_rs - ms_ri + ms_e) / (s * j)),
        image=float((ms_i - ms_is - ms_ri + ms_e) / (i * s)),
    )
