"""The statistics of pristine photographs that NIQE compares with: ours, or the original ones.

The program ships statistics it fitted itself (``tools/fit_niqe.py``, from photographs under CC0,
CC BY 4.0 and the Unsplash licence; the numbers are Apache-2.0 like the program). The original ones
are used when the person supplies their file; only those give the values printed in papers.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_studio.errors import on_one_line
from sr_studio.metrics.errors import MetricError
from sr_studio.paths import resources_dir, user_weights_dir
from sr_studio.sentences import Sentence

#: Where a person puts the original parameters so that they are always used.
ORIGINAL_NAME = "niqe_pris_params.npz"
_SHIPPED = "niqe_pristine.npz"
#: The file of the original authors' parameters as it is passed around (BasicSR and others).
_ORIGINAL_SHA256 = "2a7c182a68c9e7f1b2e2e5ec723279d6f65d912b6fcaf37eb2bf03d7367c4296"


@dataclass(frozen=True)
class PristineModel:
    """Mean and covariance of the 36 features over pristine blocks.

    Attributes:
        mean: 36 values.
        covariance: 36×36.
        source: One clause for the convention: whose statistics they are.
        original: Whether the published values can be expected of them.
    """

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]
    source: str
    original: bool


def default_model() -> PristineModel:
    """The original statistics if the person keeps them in the data folder, else the shipped."""
    own = user_weights_dir() / ORIGINAL_NAME
    return read_model(own if own.is_file() else resources_dir() / "metrics" / _SHIPPED)


def read_model(path: Path) -> PristineModel:
    """Read pristine statistics in our layout or in the one of ``niqe_pris_params.npz``.

    Raises:
        MetricError: The file is missing, damaged, or something else.
    """
    try:
        data = path.read_bytes()
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: np.asarray(stored[name]) for name in stored.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise MetricError(
            Sentence("the NIQE statistics cannot be read"),
            where=path,
            remedy=Sentence("Name another file."),
        ) from error
    mean = arrays.get("mean", arrays.get("mu_pris_param"))
    covariance = arrays.get("covariance", arrays.get("cov_pris_param"))
    if mean is None or covariance is None or mean.size != 36 or covariance.shape != (36, 36):
        raise MetricError(
            Sentence(
                "this file holds no NIQE statistics (a mean of 36 and a covariance of 36×36 values)"
            ),
            where=path,
            remedy=Sentence("Name another file."),
        )
    return PristineModel(
        mean.ravel().astype(np.float64), covariance.astype(np.float64), *_source(path, data, arrays)
    )


def _source(path: Path, data: bytes, arrays: dict[str, NDArray]) -> tuple[str, bool]:
    if hashlib.sha256(data).hexdigest() == _ORIGINAL_SHA256:
        return "pristine statistics of the original authors (niqe_pris_params.npz)", True
    if "source" in arrays:
        return str(arrays["source"]), False
    return f"pristine statistics of {on_one_line(path.name)}", False
