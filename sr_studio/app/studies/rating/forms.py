"""What is asked before rating: sight and experience once, screen and room at every session.

Answers are chosen, never typed: nothing that could name a person can get into the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QWidget,
)

from sr_studio.app.studies.rating.page import RaterPage
from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.studies.definition.questions import DATED, LIGHT, SELF_REPORT, UNDATED_ANSWER

translate = QCoreApplication.translate

_TESTS = {
    "not tested": QT_TRANSLATE_NOOP("RaterForms", "not tested"),
    "passed": QT_TRANSLATE_NOOP("RaterForms", "tested, normal"),
    "failed": QT_TRANSLATE_NOOP("RaterForms", "tested, not normal"),
}
#: Question to its label and the labels of its answers.
_WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "age_band": (
        QT_TRANSLATE_NOOP("RaterForms", "Age"),
        {
            "18-24": "18–24",
            "25-34": "25–34",
            "35-44": "35–44",
            "45-54": "45–54",
            "55-64": "55–64",
            "65+": QT_TRANSLATE_NOOP("RaterForms", "65 or older"),
            "not stated": QT_TRANSLATE_NOOP("RaterForms", "prefer not to say"),
        },
    ),
    "vision_test": (QT_TRANSLATE_NOOP("RaterForms", "Test of visual acuity"), _TESTS),
    "correction": (
        QT_TRANSLATE_NOOP("RaterForms", "Worn now"),
        {
            "none": QT_TRANSLATE_NOOP("RaterForms", "nothing"),
            "glasses": QT_TRANSLATE_NOOP("RaterForms", "glasses"),
            "contact lenses": QT_TRANSLATE_NOOP("RaterForms", "contact lenses"),
        },
    ),
    "colour_vision": (QT_TRANSLATE_NOOP("RaterForms", "Test of colour vision"), _TESTS),
    "expertise": (
        QT_TRANSLATE_NOOP("RaterForms", "Experience with image quality"),
        {
            "none": QT_TRANSLATE_NOOP("RaterForms", "none"),
            "some": QT_TRANSLATE_NOOP("RaterForms", "I work with pictures"),
            "expert": QT_TRANSLATE_NOOP("RaterForms", "I judge image quality for a living"),
        },
    ),
}
_LIGHT = {
    "dark": QT_TRANSLATE_NOOP("RaterForms", "dark (up to 5 lx)"),
    "dim": QT_TRANSLATE_NOOP("RaterForms", "dim (up to 20 lx)"),
    "ordinary": QT_TRANSLATE_NOOP("RaterForms", "ordinary room (20 to 200 lx)"),
    "bright": QT_TRANSLATE_NOOP("RaterForms", "bright (over 200 lx)"),
}


_NUMBER_WIDTH = 160


def _text(text: str) -> str:
    return QCoreApplication.translate("RaterForms", text)


class SelfReportPage(RaterPage):
    """Asks the questions of the study; goes on when each has an answer."""

    def __init__(
        self,
        fields: tuple[str, ...],
        done: Callable[[Mapping[str, str]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate("RaterForms", "About you"), parent)
        self._done = done
        self.add_text(translate("RaterForms", "Asked once, kept under your pseudonym only."))
        form = _form()
        self.body.addLayout(form)
        self.boxes: dict[str, QComboBox] = {}
        self.dates: dict[str, QDateEdit] = {}
        for name in fields:
            label, words = _WORDS[name]
            box = _combo(SELF_REPORT[name], words, _text(label), self)
            box.setCurrentIndex(-1)
            box.setPlaceholderText(translate("RaterForms", "choose"))
            box.currentIndexChanged.connect(lambda _: self._changed())
            self.boxes[name] = box
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(box, 1)
            if name in DATED:
                self.dates[name] = self._date(_text(label))
                row.addWidget(self.dates[name])
            form.addRow(_text(label), row)
        self._go_on = self.add_button(translate("RaterForms", "Continue"), self._answer, main=True)
        self._changed()

    def entered(self) -> None:
        """Begin with the first question."""
        next(iter(self.boxes.values())).setFocus()

    def answers(self) -> dict[str, str]:
        """Field to answer; a test that was done brings its month."""
        found = {name: str(box.currentData()) for name, box in self.boxes.items()}
        for name, date in self.dates.items():
            if found[name] != UNDATED_ANSWER:
                found[name] = f"{found[name]} {date.date().toString('yyyy-MM')}"
        return found

    def _date(self, label: str) -> QDateEdit:
        date = QDateEdit(QDate.currentDate(), self)
        date.setDisplayFormat("yyyy-MM")
        date.setMaximumDate(QDate.currentDate())
        date.setAccessibleName(translate("RaterForms", "Month of: %1").replace("%1", label))
        date.setToolTip(translate("RaterForms", "When the test was done"))
        return date

    def _changed(self) -> None:
        for name, date in self.dates.items():
            date.setVisible(self.boxes[name].currentData() not in (None, UNDATED_ANSWER))
        self._go_on.setEnabled(all(box.currentIndex() >= 0 for box in self.boxes.values()))

    def _answer(self) -> None:
        self._done(self.answers())


class RoomPage(RaterPage):
    """Shows what was read from the screen, and asks what no program can read."""

    def __init__(
        self,
        display: Mapping[str, Any],
        before: Mapping[str, Any],
        done: Callable[[Mapping[str, Any]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate("RaterForms", "Screen and room"), parent)
        self._done = done
        self.add_text(_spoken(display))
        form = _form()
        self.body.addLayout(form)
        self.light = _combo(LIGHT, _LIGHT, translate("RaterForms", "Light in the room"), self)
        self.light.setCurrentIndex(-1)
        self.light.setPlaceholderText(translate("RaterForms", "choose"))
        self.light.currentIndexChanged.connect(lambda _: self._changed())
        self.distance = _number(
            10, 500, " cm", translate("RaterForms", "Distance of the eyes"), self
        )
        self.distance.setValue(60)
        self.luminance = _number(
            0, 2000, " cd/m²", translate("RaterForms", "White of the screen"), self
        )
        self.luminance.setSpecialValueText(translate("RaterForms", "not measured"))
        self.night_light = QCheckBox(
            translate("RaterForms", "Night light and automatic brightness are off"), self
        )
        form.addRow(translate("RaterForms", "Light in the room"), self.light)
        form.addRow(translate("RaterForms", "Distance of the eyes"), self.distance)
        form.addRow(translate("RaterForms", "White of the screen"), self.luminance)
        form.addRow("", self.night_light)
        self.add_text(
            translate(
                "RaterForms",
                "Good: white of 100 to 200 cd/m² at 6500 K, at most 20 lx behind the screen, "
                "eyes 1 to 8 picture heights away.",
            ),
            small=True,
        )
        self._go_on = self.add_button(translate("RaterForms", "Continue"), self._answer, main=True)
        self._fill(before)
        self._changed()

    def entered(self) -> None:
        """Begin with the light."""
        self.light.setFocus()

    def environment(self) -> dict[str, Any]:
        """What was said."""
        return {
            "ambient_light": str(self.light.currentData()),
            "distance_cm": self.distance.value(),
            "luminance_cd_m2": self.luminance.value() or None,
            "night_light_off": self.night_light.isChecked(),
        }

    def _fill(self, before: Mapping[str, Any]) -> None:
        if not before:
            return
        self.light.setCurrentIndex(self.light.findData(before.get("ambient_light")))
        self.distance.setValue(int(before.get("distance_cm") or 60))
        self.luminance.setValue(int(before.get("luminance_cd_m2") or 0))
        self.night_light.setChecked(bool(before.get("night_light_off")))

    def _changed(self) -> None:
        self._go_on.setEnabled(self.light.currentIndex() >= 0)

    def _answer(self) -> None:
        self._done(self.environment())


def _spoken(display: Mapping[str, Any]) -> str:
    """The screen in one line."""
    parts = [
        str(display.get("model") or translate("RaterForms", "screen of unknown make")),
        f"{display['width_px']} × {display['height_px']} px",
    ]
    if display.get("width_mm"):
        parts.append(f"{display['width_mm']} × {display['height_mm']} mm")
    parts.append(f"{display['refresh_hz']} Hz")
    parts.append(
        translate("RaterForms", "scaling %1 %").replace("%1", str(round(100 * display["ratio"])))
    )
    return " · ".join(parts)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(20)
    form.setVerticalSpacing(12)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return form


def _combo(
    values: Sequence[str], words: Mapping[str, str], name: str, parent: QWidget
) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    for value in values:
        box.addItem(_text(words[value]), value)
    return box


def _number(low: int, high: int, unit: str, name: str, parent: QWidget) -> QSpinBox:
    box = QSpinBox(parent)
    box.setRange(low, high)
    box.setSuffix(unit)
    box.setFixedWidth(_NUMBER_WIDTH)
    box.setAccessibleName(name)
    return box
