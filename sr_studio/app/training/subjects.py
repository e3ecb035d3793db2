"""What the curves of a run can be looked at for: losses, scores, the discriminator, speed …"""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.training.history import History

_JUDGED = ("realness_of_hr", "realness_of_sr")


@dataclass(frozen=True)
class Subject:
    """Curves that share an axis.

    Attributes:
        id: For :meth:`.Chart.choose`.
        title: Translated where it is shown, context ``Subjects``.
        group: Of the history.
        names: In the group; empty stands for all that no other subject has.
        logarithmic: Whether the axis begins so.
        noisy: Whether smoothing helps; measured rarely otherwise, and drawn with points.
        factor: On the values.
    """

    id: str
    title: str
    group: str
    names: tuple[str, ...] = ()
    logarithmic: bool = False
    noisy: bool = True
    factor: float = 1.0

    def curves_of(self, history: History) -> list[str]:
        """Names of the curves that the history has, without their group."""
        there = history.names(self.group)
        if self.names:
            return [name for name in self.names if name in there]
        others = {
            name for subject in SUBJECTS if subject.group == self.group for name in subject.names
        }
        return [name for name in there if name not in others]


SUBJECTS: tuple[Subject, ...] = (
    Subject("losses", QT_TRANSLATE_NOOP("Subjects", "Losses"), "loss", (), True),
    Subject(
        "psnr",
        QT_TRANSLATE_NOOP("Subjects", "PSNR-Y of held-out pictures (dB)"),
        "validation",
        ("psnr_y",),
        noisy=False,
    ),
    Subject(
        "ssim",
        QT_TRANSLATE_NOOP("Subjects", "SSIM-Y of held-out pictures"),
        "validation",
        ("ssim_y",),
        noisy=False,
    ),
    Subject(
        "lpips",
        QT_TRANSLATE_NOOP("Subjects", "LPIPS of held-out pictures"),
        "validation",
        ("lpips",),
        noisy=False,
    ),
    Subject(
        "scores",
        QT_TRANSLATE_NOOP("Subjects", "Other scores of held-out pictures"),
        "validation",
        noisy=False,
    ),
    Subject(
        "discriminator",
        QT_TRANSLATE_NOOP("Subjects", "Discriminator: D(HR), D(SR)"),
        "loss",
        _JUDGED,
    ),
    Subject(
        "rate",
        QT_TRANSLATE_NOOP("Subjects", "Learning rate"),
        "run",
        ("learning_rate",),
        True,
        noisy=False,
    ),
    Subject(
        "gradient",
        QT_TRANSLATE_NOOP("Subjects", "Gradient norm"),
        "run",
        ("gradient_norm",),
        True,
    ),
    Subject("speed", QT_TRANSLATE_NOOP("Subjects", "Updates a second"), "run", ("rate",)),
    Subject(
        "memory",
        QT_TRANSLATE_NOOP("Subjects", "Memory (GB)"),
        "run",
        ("memory",),
        noisy=False,
        factor=1e-9,
    ),
)
