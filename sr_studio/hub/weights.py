"""Weights of the networks that losses and metrics look through, as torchvision offers them."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sr_studio import files, paths
from sr_studio.hub.fetching import Fetcher, Wanted
from sr_studio.hub.permission import require_network
from sr_studio.hub.store import part_file
from sr_studio.metrics.lpips_weights import BACKBONES
from sr_studio.networks.vgg_weights import TORCHVISION_FILE
from sr_studio.progress import ProgressCallback
from sr_studio.zoo.importing import make_folder

#: Where torchvision's files are; the environment may name a mirror of it.
ADDRESS = "https://download.pytorch.org/models"
MIRROR_VARIABLE = "SR_STUDIO_WEIGHTS_MIRROR"
LICENCE = "BSD-3-Clause (torchvision); learned from ImageNet, whose pictures are for research"


@dataclass(frozen=True)
class Weights:
    """A file of weights.

    Attributes:
        file: Its name; torchvision's end in the first eight digits of the file's SHA-256.
        megabytes: How large it is.
        use: What needs it.
    """

    file: str
    megabytes: float
    use: str

    @property
    def sha256(self) -> str:
        """How the SHA-256 of the file begins."""
        return Path(self.file).stem.rpartition("-")[2]


WEIGHTS: dict[str, Weights] = {
    "vgg19": Weights(TORCHVISION_FILE, 574.7, "training of SRGAN and ESRGAN"),
    "alexnet": Weights(BACKBONES["alex"].file, 244.4, "LPIPS"),
    "squeezenet": Weights(BACKBONES["squeeze"].file, 5.0, "LPIPS with SqueezeNet"),
    "vgg16": Weights(BACKBONES["vgg"].file, 553.4, "LPIPS with VGG16"),
}


def weights_at_hand(name: str) -> Path | None:
    """The file of these weights on this computer: fetched, or in torchvision's cache."""
    file = WEIGHTS[name].file
    places = (paths.user_weights_dir() / file, paths.torchvision_file(file))
    return next((path for path in places if path.is_file()), None)


def get_weights(name: str, fetcher: Fetcher, on_progress: ProgressCallback | None = None) -> Path:
    """Fetch a file of weights into the person's folder of weights, checked.

    Args:
        name: A key of :data:`WEIGHTS`.
        fetcher: Asks the server.
        on_progress: Told about the download.

    Raises:
        StudioError: It cannot be fetched or written; nothing half-done is left there.
    """
    require_network()
    wanted = WEIGHTS[name]
    folder = paths.user_weights_dir()
    make_folder(folder)
    part = part_file(wanted.file)
    address = os.environ.get(MIRROR_VARIABLE) or ADDRESS
    url = f"{address.rstrip('/')}/{wanted.file}"
    fetcher.download(Wanted(url, None, wanted.sha256), part, on_progress)
    return _moved(part, folder / wanted.file)


def _moved(part: Path, target: Path) -> Path:
    """Put a whole file in its place, also where the two folders are on different disks."""

    with files.replacing(target) as beside:
        shutil.move(part, beside)
    return target
