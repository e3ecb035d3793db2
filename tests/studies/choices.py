"""Pair comparisons drawn from a stated truth, for tests of intervals and error rates."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.simulation.scores import Variances
from sr_studio.studies.statistics.table import Floats


def simulate_choices(
    means: Floats, raters: int, images: int, variances: Variances, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every pair of systems compared once by every rater on every image.

    Each showing is seen with fresh noise; the better looking one is chosen.

    Args:
        means: S latent means.

    Returns:
        N codes of rater, image, first and second system, and the outcome (1 or −1).
    """
    systems = len(means)
    v = variances
    latent = (
        means
        + rng.normal(0.0, np.sqrt(v.rater_system), (raters, 1, systems))
        + rng.normal(0.0, np.sqrt(v.image_system), (1, images, systems))
    )
    first, second = np.triu_indices(systems, 1)
    noise = rng.normal(0.0, np.sqrt(2 * v.error), (raters, images, len(first)))
    apart = latent[:, :, first] - latent[:, :, second] + noise
    i, j, k = np.indices(apart.shape).reshape(3, -1)
    return i, j, first[k], second[k], np.where(apart.ravel() > 0, 1, -1)
