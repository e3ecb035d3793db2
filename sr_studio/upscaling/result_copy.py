"""A result that was kept, written once more: where, as what and with what the person wishes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from sr_studio.files import replacing
from sr_studio.imaging.animation import frames_in
from sr_studio.imaging.animation_writer import convert_animation
from sr_studio.imaging.converting import convert
from sr_studio.imaging.formats import FORMATS, format_of_suffix
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_iptc
from sr_studio.imaging.writing import format_for
from sr_studio.upscaling.output import WriteOptions, can_animate, check_output, still_note
from sr_studio.upscaling.record import rewritten


@dataclass(frozen=True)
class Copied:
    """What became of a result that was written once more.

    Attributes:
        lost: What the format could not hold, one sentence each.
        whole: Whether it is the very file that was kept, so that this one need not be.
    """

    lost: list[str]
    whole: bool = False


def copy_result(
    kept: Path, target: Path, options: WriteOptions, original: Path | None = None
) -> Copied:
    """Write the picture or animation in ``kept`` to ``target``, in the format of its suffix.

    Args:
        kept: A result, with all metadata that its format holds.
        target: The file to make or replace; its folder is made if it is missing.
        options: Quality and whether metadata go along; our record of how it was made always does.
        original: What it was made from, whose IPTC records a PNG could not hold.

    Raises:
        StudioError: The format cannot be written or cannot hold the picture, or the folder, the
            disk or the file say no.
    """
    frames = frames_in(kept)
    animated = frames > 1 and can_animate(target)
    check_output(target, animated=animated)
    format = format_for(target, animated=animated)
    if options.keep_metadata and format == format_of_suffix(kept):
        if target != kept:
            with replacing(target) as beside:
                shutil.copyfile(kept, beside)
        return Copied([], whole=True)
    if FORMATS[format].default_quality is None:
        options = replace(options, quality=None)
    iptc = None if original is None or not options.keep_metadata else read_iptc(original)

    def wished(picture: Picture) -> Picture:
        xmp = rewritten(picture.xmp, options)
        if options.keep_metadata:
            return replace(picture, xmp=xmp, iptc=picture.iptc or iptc)
        return replace(picture, exif=None, iptc=None, xmp=xmp)

    if animated:
        return Copied(convert_animation(kept, target, options.quality, changed=wished))
    notes = [still_note(target, frames)] if frames > 1 else []
    return Copied([*notes, *convert(kept, target, options.quality, changed=wished)])
