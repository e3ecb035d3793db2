"""What went wrong, in the person's language, where the program has its own sentence for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.sentences import Sentence

#: As in ``sr_studio/metrics``, ``comparison``, ``evaluation``, ``imaging/reading.py`` and
#: ``colour_spaces.py``, ``upscaling/naming.py`` and ``queue_file.py``, which know no Qt; here they
#: are offered to translators.
OFFERED = (
    QT_TRANSLATE_NOOP("Errors", "Something unforeseen happened (%1)."),
    QT_TRANSLATE_NOOP(
        "Errors", "these are not the weights of %1: %2 is missing or has another shape"
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "LPIPS needs the ImageNet weights of %1, which are not on this computer"
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Fetch them once with: %1; or lay a file %2 into %3, or name one with %4."
    ),
    QT_TRANSLATE_NOOP("Errors", "Name another file."),
    QT_TRANSLATE_NOOP("Errors", "LPIPS needs %1 pixels, and %2 are left without the border"),
    QT_TRANSLATE_NOOP("Errors", "the weights cannot be read: %1"),
    QT_TRANSLATE_NOOP("Errors", "the NIQE statistics cannot be read"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "this file holds no NIQE statistics (a mean of 36 and a covariance of 36×36 values)",
    ),
    QT_TRANSLATE_NOOP("Errors", "NIQE finds no texture in this picture: its blocks are flat"),
    QT_TRANSLATE_NOOP(
        "Errors", "NIQE needs at least two whole blocks of %1 pixels, and %2 pixels have %3"
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "the sizes differ: the original has %1 pixels and the enlarged picture %2"
    ),
    QT_TRANSLATE_NOOP("Errors", "nothing of the picture is left to be measured"),
    QT_TRANSLATE_NOOP("Errors", "the picture is the original: PSNR is infinite"),
    QT_TRANSLATE_NOOP("Errors", "there is not enough memory to measure it"),
    QT_TRANSLATE_NOOP(
        "Errors", "no Ma score was supplied, and the perceptual index is made of both"
    ),
    QT_TRANSLATE_NOOP("Errors", "there is no NIQE, and the perceptual index is made of both"),
    QT_TRANSLATE_NOOP("Errors", "the LR picture has %1 pixels, and a scale of %2 asks for %3"),
    QT_TRANSLATE_NOOP("Errors", "the picture is too small for a scale of %1"),
    QT_TRANSLATE_NOOP("Errors", "%1 more pictures lie in folders below and are not measured"),
    QT_TRANSLATE_NOOP("Errors", "%1 on %2 rests on %3 pictures now and on %4 earlier"),
    QT_TRANSLATE_NOOP("Errors", "%1 on %2 rests on other pictures now than earlier"),
    QT_TRANSLATE_NOOP("Errors", "%1 was %2 and is %3: the numbers do not compare"),
    QT_TRANSLATE_NOOP("Errors", "the scale"),
    QT_TRANSLATE_NOOP("Errors", "the protocol"),
    QT_TRANSLATE_NOOP("Errors", "the way LR pictures are made"),
    QT_TRANSLATE_NOOP("Errors", "the convention of %1 was another one: %2"),
    QT_TRANSLATE_NOOP("Errors", "16 bits were rounded to 8 for measuring."),
    QT_TRANSLATE_NOOP("Errors", "Colours were converted to sRGB for measuring."),
    QT_TRANSLATE_NOOP("Errors", "Transparent parts were laid over white for measuring."),
    QT_TRANSLATE_NOOP("Errors", "this is a pipe or a device, not a file"),
    QT_TRANSLATE_NOOP("Errors", "there is no such file"),
    QT_TRANSLATE_NOOP("Errors", "this is a folder, not a picture"),
    QT_TRANSLATE_NOOP("Errors", "Name the pictures in it."),
    QT_TRANSLATE_NOOP("Errors", "the file may not be read"),
    QT_TRANSLATE_NOOP("Errors", "Change its permissions."),
    QT_TRANSLATE_NOOP("Errors", "the file cannot be opened (%1)"),
    QT_TRANSLATE_NOOP("Errors", "the file is empty"),
    QT_TRANSLATE_NOOP("Errors", "this is a camera's raw file"),
    QT_TRANSLATE_NOOP("Errors", "Develop it, and export it as TIFF or JPEG first."),
    QT_TRANSLATE_NOOP("Errors", "this is not a picture"),
    QT_TRANSLATE_NOOP("Errors", "Known formats: %1."),
    QT_TRANSLATE_NOOP("Errors", "the picture has no pixels"),
    QT_TRANSLATE_NOOP("Errors", "it says it has %1 x %2 pixels, more than can be read"),
    QT_TRANSLATE_NOOP("Errors", "it says it has %1 x %2 pixels, more than the limit of %3"),
    QT_TRANSLATE_NOOP("Errors", "Raise the pixel limit if you trust the file."),
    QT_TRANSLATE_NOOP("Errors", "there is not enough memory to decode it"),
    QT_TRANSLATE_NOOP("Errors", "the %1 data is damaged or cut off%2"),
    QT_TRANSLATE_NOOP("Errors", "its %1 compression is not known to the program"),
    QT_TRANSLATE_NOOP("Errors", "Save it without compression, or with LZW or Deflate."),
    QT_TRANSLATE_NOOP("Errors", "its pixels are %1, which the program does not read"),
    QT_TRANSLATE_NOOP("Errors", "32-bit real numbers"),
    QT_TRANSLATE_NOOP("Errors", "64-bit real numbers"),
    QT_TRANSLATE_NOOP("Errors", "Lab of 8 bits"),
    QT_TRANSLATE_NOOP("Errors", "of the type %1"),
    QT_TRANSLATE_NOOP("Errors", "Save it with 8 or 16 bits a channel, as RGB."),
    QT_TRANSLATE_NOOP("Errors", "it has %1 channels, and the program reads up to 4"),
    QT_TRANSLATE_NOOP("Errors", "the queue cannot be used (%1)"),
    QT_TRANSLATE_NOOP(
        "Errors", "Free space on the disk, or move the file away to begin with an empty queue."
    ),
    QT_TRANSLATE_NOOP("Errors", "the braces do not match (%1)"),
    QT_TRANSLATE_NOOP("Errors", "there is no field %1"),
    QT_TRANSLATE_NOOP("Errors", "%1 takes no format"),
    QT_TRANSLATE_NOOP("Errors", "the name is empty"),
    QT_TRANSLATE_NOOP("Errors", "Fields are %1."),
)


def said(text: str) -> str:
    """A failure or a note as the person reads it; what is no :class:`Sentence` as it is."""
    return text.spoken(_translated) if isinstance(text, Sentence) else text


def _translated(text: str) -> str:
    return QCoreApplication.translate("Errors", text)
