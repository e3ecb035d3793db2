"""What the tour of each page says, and of which part; two minutes are enough to read it."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.app.text import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Step:
    """One card of a tour.

    Attributes:
        part: Attributes that lead from the page to the widget meant, with dots; empty: the page.
        title: A few words (translated where shown, context ``Tour``).
        text: Two or three sentences.
    """

    part: str
    title: str
    text: str


#: Page -> its steps, in the order of work.
TOURS: dict[str, tuple[Step, ...]] = {
    "upscale": (
        Step(
            "",
            QT_TRANSLATE_NOOP("Tour", "Pictures come in here"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Drop pictures or folders anywhere, press Ctrl+O, or paste with Ctrl+V. The "
                "samples at the foot are there to try it on. Originals are never changed.",
            ),
        ),
        Step(
            "inspector.methods",
            QT_TRANSLATE_NOOP("Tour", "Choose a method"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "For photographs as they come from a camera or the web, photo-x4 is the first "
                "choice. With a picture open, several methods are tried on a small part of it, "
                "so that you can choose by looking.",
            ),
        ),
        Step(
            "inspector.output",
            QT_TRANSLATE_NOOP("Tour", "Say what is to be made"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Format, quality and place of the results. Names follow a template; nothing "
                "that is there already is overwritten unasked.",
            ),
        ),
        Step(
            "inspector.button",
            QT_TRANSLATE_NOOP("Tour", "Make them larger"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "The button or Ctrl+Return starts all that wait. You may go on looking, close "
                "the window, even lose the power: what was not finished is here again at the "
                "next start.",
            ),
        ),
        Step(
            "",
            QT_TRANSLATE_NOOP("Tour", "See whether it is better"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Drag the line between before and after, hold Space to see the original, press "
                "Z for actual pixels and F for the whole. F1 shows all keys; Ctrl+S saves.",
            ),
        ),
    ),
    "compare": (
        Step(
            "",
            QT_TRANSLATE_NOOP("Tour", "Versions of one picture"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Drop an original and what several programs or methods made of it. They lie on "
                "each other whatever their sizes; from the Upscale page, Ctrl+D brings all "
                "versions here.",
            ),
        ),
        Step(
            "",
            QT_TRANSLATE_NOOP("Tour", "Look in several ways"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "X splits, V puts them side by side, L is a lens, B blinks, D shows where they "
                "differ. All panes stay on the same spot; keys 1 to 9 choose a version.",
            ),
        ),
        Step(
            "",
            QT_TRANSLATE_NOOP("Tour", "Take it along"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "What you see goes out as a figure with a scale of its own, an animated flip, a"
                " web page anybody can open, or a file that brings the comparison back.",
            ),
        ),
    ),
    "train": (
        Step(
            "form",
            QT_TRANSLATE_NOOP("Tour", "A recipe and your pictures"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Choose a recipe, which is a whole paper's training in one file, and a folder "
                "of pictures of your own. The folder is looked through at once.",
            ),
        ),
        Step(
            "form.budget",
            QT_TRANSLATE_NOOP("Tour", "Say how long"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "A short trial on this computer tells what an hour buys. Iterations and "
                "schedule shrink together, so that a short run is a small version of the long "
                "one.",
            ),
        ),
        Step(
            "form.button",
            QT_TRANSLATE_NOOP("Tour", "Start, and leave it alone"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "It runs as a program of its own and steps aside while you upscale. Kill it at "
                "any moment: resumed, it ends bit for bit where it would have ended.",
            ),
        ),
        Step(
            "runs",
            QT_TRANSLATE_NOOP("Tour", "Watch runs"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "All runs of this computer, and folders of others you attach. Curves, previews "
                "and health in words stand in the middle; a finished run becomes a model you "
                "can use.",
            ),
        ),
    ),
    "evaluate": (
        Step(
            "form.folders",
            QT_TRANSLATE_NOOP("Tour", "Pictures whose truth is known"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Add folders of originals, such as Set5 and Set14. They are made smaller as the"
                " papers do it, and what methods make of that is held against the original.",
            ),
        ),
        Step(
            "form.methods",
            QT_TRANSLATE_NOOP("Tour", "Methods and metrics"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Tick what is to be measured. PSNR and SSIM tell faithfulness, LPIPS and NIQE "
                "how natural it looks; no one number says which picture people prefer.",
            ),
        ),
        Step(
            "form.button",
            QT_TRANSLATE_NOOP("Tour", "Measure"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "The table fills as pictures are done, beside rows published in papers. It goes"
                " out as CSV, LaTeX, Markdown or a figure; every result is kept.",
            ),
        ),
    ),
    "study": (
        Step(
            "",
            QT_TRANSLATE_NOOP("Tour", "Ask people, blind"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "A study shows each rater pictures in an order of their own, without saying "
                "which method made them, and keeps every rating at once.",
            ),
        ),
        Step(
            "empty.buttons.demo",
            QT_TRANSLATE_NOOP("Tour", "Try it first"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Five minutes with the sample pictures show what raters will see and what the "
                "analysis says. The ratings stay on this computer.",
            ),
        ),
        Step(
            "empty.buttons.new",
            QT_TRANSLATE_NOOP("Tour", "Make your own"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "The assistant asks for references, systems, question and raters, and freezes "
                "them before the first rating: what is tested is declared, not found afterwards.",
            ),
        ),
    ),
    "doctor": (
        Step(
            "",
            QT_TRANSLATE_NOOP("Tour", "What this computer has"),
            QT_TRANSLATE_NOOP(
                "Tour",
                "Devices, libraries, models and room on the disk, and what to do where "
                "something is missing. Copy it when you ask somebody for help: it holds no "
                "pictures and no names of yours besides folders.",
            ),
        ),
    ),
}
