"""Arrays that may be larger than memory: those lie in a file that nobody else sees."""

from __future__ import annotations

import math
import shutil
import tempfile

import numpy as np

from sr_studio import paths
from sr_studio.errors import StudioError
from sr_studio.files import made_folder

#: Bytes from which an array lies in a file; the system keeps in memory what is looked at.
IN_MEMORY = 400_000_000


def roomy(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An array of this shape, not filled in; its file goes with it.

    Raises:
        StudioError: The disk has no room for it.
    """
    size = math.prod(shape) * dtype.itemsize
    if size <= IN_MEMORY:
        return np.empty(shape, dtype)
    folder = made_folder(paths.user_cache_dir() / "viewer")
    if shutil.disk_usage(folder).free < size:
        raise StudioError(
            f"the disk has no room for {size / 1e9:.1f} GB, which this picture takes while it is "
            "shown",
            where=folder,
            remedy="Make room, or look at a smaller picture.",
        )
    with tempfile.TemporaryFile(dir=folder) as file:
        file.truncate(size)
        return np.memmap(file, dtype, "r+", shape=shape)  # stays when the file's name has gone
