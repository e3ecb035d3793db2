"""What went wrong, in the person's language, where the program has its own sentence for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.sentences import Sentence

#: As in ``sr_studio/metrics``, ``comparison``, ``evaluation``, ``imaging``, ``upscaling``,
#: ``engine`` and ``files.py``, which know no Qt; here they are offered to translators.
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
    QT_TRANSLATE_NOOP(
        "Errors", "%1 could not take this model (%2); torch in fp32 was used on the CPU."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "%1 could not take this model (its pixels are %2 levels off those of fp32); torch in "
        "fp32 was used on the CPU.",
    ),
    QT_TRANSLATE_NOOP("Errors", "%1 files are written for animations only"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "%1 files are written without movement: of %2 frames the first was taken. %3 keep all "
        "of them.",
    ),
    QT_TRANSLATE_NOOP("Errors", "%1 has no partner to mix with; detail was left as it is."),
    QT_TRANSLATE_NOOP("Errors", "%1 holds at most %2 pixels a side, and the picture is %3"),
    QT_TRANSLATE_NOOP("Errors", "%1 holds no IPTC records: they are left out."),
    QT_TRANSLATE_NOOP("Errors", "%1 holds no transparency: the picture is laid over white."),
    QT_TRANSLATE_NOOP("Errors", "%1 is no backend"),
    QT_TRANSLATE_NOOP("Errors", "%1 is no precision"),
    QT_TRANSLATE_NOOP("Errors", "%1 is not a colour profile for pictures of %2 channels"),
    QT_TRANSLATE_NOOP("Errors", "%1 is not a format pictures can be written in"),
    QT_TRANSLATE_NOOP("Errors", "%1 is not possible"),
    QT_TRANSLATE_NOOP("Errors", "%1 is written with 8 bits a channel: 16 bits are rounded."),
    QT_TRANSLATE_NOOP("Errors", "%1 lies outside 0..1"),
    QT_TRANSLATE_NOOP("Errors", "%1 passes are not possible"),
    QT_TRANSLATE_NOOP("Errors", "%1 passes of a ×%2 model make ×%3"),
    QT_TRANSLATE_NOOP("Errors", "%1 was made for such pictures."),
    QT_TRANSLATE_NOOP("Errors", "%1 was there already and was kept."),
    QT_TRANSLATE_NOOP("Errors", "%1: an unexpected error (%2). Nothing was written."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "%1: the engine ended while it worked on it: %2. Nothing was written; try again, or "
        "with a smaller tile.",
    ),
    QT_TRANSLATE_NOOP("Errors", "%1×%2 pixels need %3 of memory and %4 are free"),
    QT_TRANSLATE_NOOP("Errors", "0 is faithful, 1 is detailed."),
    QT_TRANSLATE_NOOP("Errors", "a file is in the way of this folder"),
    QT_TRANSLATE_NOOP("Errors", "a file without a suffix"),
    QT_TRANSLATE_NOOP("Errors", "a scale of %1 is not possible"),
    QT_TRANSLATE_NOOP("Errors", "a tile of %1 pixels is not possible"),
    QT_TRANSLATE_NOOP("Errors", "A width, a height, both for a box to fit into, or megapixels."),
    QT_TRANSLATE_NOOP("Errors", "All %1 frames were made larger."),
    QT_TRANSLATE_NOOP("Errors", "an unexpected error (%1)"),
    QT_TRANSLATE_NOOP("Errors", "another window or command is at work on this batch"),
    QT_TRANSLATE_NOOP("Errors", "Choose 1 to %1."),
    QT_TRANSLATE_NOOP("Errors", "Choose a number above 0 and up to %1."),
    QT_TRANSLATE_NOOP("Errors", "Choose a number above 0."),
    QT_TRANSLATE_NOOP("Errors", "Choose a number of pixels, or auto."),
    QT_TRANSLATE_NOOP("Errors", "Choose a shorter one."),
    QT_TRANSLATE_NOOP("Errors", "Choose a smaller scale, or close other programs."),
    QT_TRANSLATE_NOOP("Errors", "Choose a smaller scale."),
    QT_TRANSLATE_NOOP("Errors", "Choose another folder or change its permissions."),
    QT_TRANSLATE_NOOP("Errors", "Choose another format or a smaller scale."),
    QT_TRANSLATE_NOOP("Errors", "Choose another format; TIFF has no limit of this kind."),
    QT_TRANSLATE_NOOP("Errors", "Choose another name or folder."),
    QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    QT_TRANSLATE_NOOP("Errors", "Choose another one."),
    QT_TRANSLATE_NOOP("Errors", "Choose one of %1."),
    QT_TRANSLATE_NOOP("Errors", "Choose one of auto, %1."),
    QT_TRANSLATE_NOOP("Errors", "Choose the backend torch."),
    QT_TRANSLATE_NOOP("Errors", "Choose the device cpu, or the backend torch."),
    QT_TRANSLATE_NOOP("Errors", "Close other programs, choose another model, or the device cpu."),
    QT_TRANSLATE_NOOP("Errors", "Converted from %1 to sRGB for the network, and back."),
    QT_TRANSLATE_NOOP("Errors", "Converted from %1 to sRGB."),
    QT_TRANSLATE_NOOP("Errors", "Converted from CMYK to sRGB."),
    QT_TRANSLATE_NOOP("Errors", "encoding as %1 failed%2"),
    QT_TRANSLATE_NOOP(
        "Errors", "EXIF and IPTC are not written into TIFF files above 4 GB: left out."
    ),
    QT_TRANSLATE_NOOP("Errors", "Free some space or choose another folder."),
    QT_TRANSLATE_NOOP("Errors", "Free some space, choose a smaller scale, or %1."),
    QT_TRANSLATE_NOOP("Errors", "GIF holds 256 colours a frame, and no half transparency."),
    QT_TRANSLATE_NOOP("Errors", "HEIC pictures need the package pi-heif"),
    QT_TRANSLATE_NOOP("Errors", "In %1 the result was not usable; it was made in fp32."),
    QT_TRANSLATE_NOOP("Errors", "Install it with: pip install pi-heif"),
    QT_TRANSLATE_NOOP(
        "Errors", "Install the card's driver and the extra `ncnn`, or leave the backend to auto."
    ),
    QT_TRANSLATE_NOOP("Errors", "It is shown as if it were sRGB."),
    QT_TRANSLATE_NOOP("Errors", "Its colour profile does not fit its pixels and was left out."),
    QT_TRANSLATE_NOOP("Errors", "Its EXIF block is damaged and was left out."),
    QT_TRANSLATE_NOOP(
        "Errors", "Its result was resized to %1 by antialiased bicubic interpolation."
    ),
    QT_TRANSLATE_NOOP("Errors", "JPEG holds 64 kB of %1: %2 bytes are left out."),
    QT_TRANSLATE_NOOP("Errors", "Leave the device to auto with this backend."),
    QT_TRANSLATE_NOOP("Errors", "Make it or choose another one."),
    QT_TRANSLATE_NOOP("Errors", "Memory did not suffice for tiles of %1; %2 was used."),
    QT_TRANSLATE_NOOP("Errors", "memory does not suffice for this picture"),
    QT_TRANSLATE_NOOP("Errors", "memory does not suffice to open the model on %1"),
    QT_TRANSLATE_NOOP("Errors", "memory does not suffice, even for the smallest tiles"),
    QT_TRANSLATE_NOOP("Errors", "Name a scale up to %1 as well, or fewer passes."),
    QT_TRANSLATE_NOOP("Errors", "name either a scale or a size"),
    QT_TRANSLATE_NOOP("Errors", "name either sides or megapixels"),
    QT_TRANSLATE_NOOP("Errors", "ncnn finds no graphics card with Vulkan on this computer"),
    QT_TRANSLATE_NOOP("Errors", "ncnn uses the card %1"),
    QT_TRANSLATE_NOOP("Errors", "Of their 16 bits a channel 8 were taken: so animations are read."),
    QT_TRANSLATE_NOOP("Errors", "OpenVINO does not run on this computer"),
    QT_TRANSLATE_NOOP("Errors", "OpenVINO is used on the CPU only"),
    QT_TRANSLATE_NOOP(
        "Errors", "Save the picture as sRGB in another program, or remove its profile."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The card and the weights in the model file do not belong together."
    ),
    QT_TRANSLATE_NOOP("Errors", "the colour profile %1 cannot be used%2"),
    QT_TRANSLATE_NOOP("Errors", "the disk is full and nothing was written"),
    QT_TRANSLATE_NOOP(
        "Errors", "the engine could not start: %1. `sr-studio doctor` says what is missing."
    ),
    QT_TRANSLATE_NOOP("Errors", "the engine ended: %1"),
    QT_TRANSLATE_NOOP("Errors", "The file has %1 pages or frames; the first is taken."),
    QT_TRANSLATE_NOOP("Errors", "The file is %1, whatever its name says."),
    QT_TRANSLATE_NOOP("Errors", "the folder does not exist"),
    QT_TRANSLATE_NOOP("Errors", "the folder may not be written to"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The model expects another range of values than its card says, is untrained or "
        "damaged; try another model.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The model file is damaged or untrained, or the device's driver failed; try another "
        "model, or the device cpu.",
    ),
    QT_TRANSLATE_NOOP("Errors", "the name is longer than the %1 bytes a file system takes"),
    QT_TRANSLATE_NOOP("Errors", "the network gave values that are not numbers (in %1)"),
    QT_TRANSLATE_NOOP("Errors", "the network made %1 pixels of %2 where its card says ×%3"),
    QT_TRANSLATE_NOOP("Errors", "The network worked on the colours as they are."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The picture is a JPEG of quality %1 and noisy: %2 makes texture of blocks and noise.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The picture is a JPEG of quality %1: %2 makes texture of blocks."),
    QT_TRANSLATE_NOOP("Errors", "The picture is noisy: %2 makes texture of noise."),
    QT_TRANSLATE_NOOP("Errors", "The picture was changed while it waited; the new one was taken."),
    QT_TRANSLATE_NOOP("Errors", "the quality must be 1 to 100, not %1"),
    QT_TRANSLATE_NOOP("Errors", "the queue was written by a later version of the program"),
    QT_TRANSLATE_NOOP("Errors", "the region lies outside the picture"),
    QT_TRANSLATE_NOOP("Errors", "the result is black where the picture is not"),
    QT_TRANSLATE_NOOP("Errors", "the result is of one colour where the picture is not"),
    QT_TRANSLATE_NOOP("Errors", "the result needs at least %1 of disk and %2 are free"),
    QT_TRANSLATE_NOOP("Errors", "the result would replace the picture itself"),
    QT_TRANSLATE_NOOP("Errors", "the result's brightness (%1) is far from the picture's (%2)"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The ×%1 model was applied %2 times and its result resized to %3 by antialiased "
        "bicubic interpolation.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The ×%1 model was applied %2 times."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The ×%1 model was applied and its result resized to %3 by antialiased bicubic "
        "interpolation.",
    ),
    QT_TRANSLATE_NOOP("Errors", "there is no such device here"),
    QT_TRANSLATE_NOOP("Errors", "this is a folder, not a file"),
    QT_TRANSLATE_NOOP("Errors", "this is not an animation"),
    QT_TRANSLATE_NOOP("Errors", "This network looks at the whole picture; it was not tiled."),
    QT_TRANSLATE_NOOP("Errors", "Tiles differed where they meet; their margin is now %1."),
    QT_TRANSLATE_NOOP("Errors", "Tiles of this network may differ slightly where they meet."),
    QT_TRANSLATE_NOOP(
        "Errors", "Try the precision fp32; if it persists, the model file is damaged."
    ),
    QT_TRANSLATE_NOOP("Errors", "Use one of %1."),
    QT_TRANSLATE_NOOP("Errors", "Use that version, or move the file away."),
    QT_TRANSLATE_NOOP("Errors", "writing failed (%1)"),
)


def said(text: str) -> str:
    """A failure or a note as the person reads it; what is no :class:`Sentence` as it is."""
    return text.spoken(_translated) if isinstance(text, Sentence) else text


def _translated(text: str) -> str:
    return QCoreApplication.translate("Errors", text)
