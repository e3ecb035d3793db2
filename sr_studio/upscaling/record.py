"""What a result was made from and how, written into its XMP: for people, and to know it again.

A result is *the same* as one that is wished if it was made from a file of the same bytes, by the
same method (the same bytes of its model files) and the same settings. Names and times play no part,
and nothing in the record tells of the person or the place.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.imaging.reading import read_xmp
from sr_studio.imaging.xmp import properties_of, with_properties
from sr_studio.upscaling.methods import find_method, is_interpolation, model_files
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.request import UpscaleRequest

#: Parts of a request that say where the work is done, not what is made.
_WHERE = ("method", "device", "tile")


@dataclass(frozen=True)
class Record:
    """How a result came about.

    Attributes:
        method: Name of the method.
        model: SHA-256 of its model file (of each, where they are several); empty for
            interpolations.
        settings: What was asked, as JSON.
        source: SHA-256 of the picture's file; empty for a picture without one.
    """

    method: str
    model: str
    settings: str
    source: str

    @property
    def key(self) -> str:
        """A text that is the same for two results exactly if they are."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()

    def within(self, xmp: bytes | None) -> bytes:
        """An XMP packet with this record in it, in the place of an older one."""
        from sr_studio import __version__

        facts = {
            "Method": self.method,
            "Model": self.model,
            "Settings": self.settings,
            "Source": self.source,
            "Key": self.key,
            "Version": __version__,
        }
        return with_properties(xmp, {name: text for name, text in facts.items() if text})


def record_of(source: Path | None, request: UpscaleRequest, options: WriteOptions) -> Record:
    """The record of a result that is to be made.

    Raises:
        StudioError: There is no such method, or a file cannot be read.
    """
    asked = {name: value for name, value in asdict(request).items() if name not in _WHERE}
    # Results of the time before there was such a thing are still known again.
    asked = {name: value for name, value in asked.items() if name != "ensemble" or value}
    name, model = _method(request)
    return Record(name, model, _settings(asked, options), file_digest(source))


def rewritten(xmp: bytes | None, options: WriteOptions) -> bytes | None:
    """The XMP of a result that is written once more, whose record says so.

    Args:
        xmp: Of the result as it was written.
        options: How it is written now: without metadata the record alone is left.
    """
    said = properties_of(xmp)
    beside = xmp if options.keep_metadata else None
    if "Settings" not in said:
        return beside
    settings = _settings(json.loads(said["Settings"]), options)
    names = ("Method", "Model", "Source")
    method, model, source = (said.get(name, "") for name in names)
    return Record(method, model, settings, source).within(beside)


def _settings(asked: dict[str, object], options: WriteOptions) -> str:
    """What was asked for, and how it was to be written, as JSON."""
    asked = asked | {"quality": options.quality, "keep_metadata": options.keep_metadata}
    said = {name: value for name, value in asked.items() if value is not None}
    return json.dumps(said, sort_keys=True)


def made_by(output: Path, record: Record) -> bool:
    """Whether a file is the very result this record would be of."""
    return properties_of(read_xmp(output)).get("Key") == record.key


def _method(request: UpscaleRequest) -> tuple[str, str]:
    """Name of the method and digest of its model files."""
    if is_interpolation(request.method):
        return request.method, ""
    method = find_method(request.method)
    return method.name, " ".join(map(file_digest, model_files(method, request.detail)))


def file_digest(path: Path | None) -> str:
    """SHA-256 of a file in hexadecimal; empty for no file.

    Raises:
        StudioError: It cannot be read.
    """
    if path is None:
        return ""
    try:
        found = path.stat()
        return _digest(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        raise StudioError(what, where=path) from error


@functools.lru_cache(maxsize=64)
def _digest(path: Path, changed: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
