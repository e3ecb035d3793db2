"""Complete sets of scores drawn from a stated truth, for tests of error rates and coverage."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.simulation.scores import Variances, as_grades
from sr_studio.studies.statistics.table import Floats


def simulate_scores(
    means: Floats, raters: int, images: int, variances: Variances, rng: np.random.Generator
) -> Floats:
    """Every rater's score of every system on every image, I × J × S.

    Args:
        means: S latent means.
    """
    systems = len(means)
    v = variances

    def normal(variance: float, *shape: int) -> Floats:
        return rng.normal(0.0, np.sqrt(variance), shape)

    latent = (
        means
        + normal(v.rater, raters, 1, 1)
        + normal(v.image, 1, images, 1)
        + normal(v.rater_system, raters, 1, systems)
        + normal(v.image_system, 1, images, systems)
        + normal(v.error, raters, images, systems)
    )
    return as_grades(latent)
