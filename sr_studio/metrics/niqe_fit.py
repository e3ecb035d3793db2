"""Fitting the pristine statistics of NIQE to a collection of sharp photographs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_studio.files import replacing
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.niqe import FEATURES, block_features
from sr_studio.metrics.niqe_model import PristineModel
from sr_studio.metrics.planes import luma_plane

#: Only blocks with more than this share of the sharpest block's local contrast count as pristine
#: (Mittal et al. 2013, section II-B).
SHARP_SHARE = 0.75


def fit(pictures: Iterable[NDArray], source: str) -> tuple[PristineModel, int]:
    """Fit mean and covariance of the 36 features over the sharp blocks of all pictures.

    Args:
        pictures: Undistorted photographs, H×W or H×W×3 uint8, each of two blocks (96×96) or more.
        source: One clause that says whose statistics these are; it goes into every convention.

    Returns:
        The statistics and the number of blocks they rest on.

    Raises:
        MetricError: A picture is too small, or there are too few sharp blocks for a covariance.
    """
    kept = []
    for picture in pictures:
        features, sharpness = block_features(luma_plane(picture, rounded=True))
        sharp = sharpness > SHARP_SHARE * sharpness.max()
        kept.append(features[sharp & ~np.isnan(features).any(axis=1)])
    blocks = np.concatenate(kept) if kept else np.empty((0, FEATURES))
    if len(blocks) <= FEATURES:
        raise MetricError(
            f"{len(blocks)} sharp blocks are too few for {FEATURES} features",
            remedy="Give more or larger photographs.",
        )
    model = PristineModel(blocks.mean(axis=0), np.cov(blocks, rowvar=False), source, False)
    return model, len(blocks)


def write_model(model: PristineModel, path: Path) -> None:
    """Write statistics as a NumPy archive that ``niqe_model.read_model`` reads."""
    with replacing(path) as beside:
        np.savez(beside, mean=model.mean, covariance=model.covariance, source=model.source)
