"""First step: what raters are asked, in which language, and what the study is called."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.studies.wizard_step import WizardStep

_LONGEST_TITLE = 120


class QuestionStep(WizardStep):
    """Title, kind of rating, language, contact, consent.

    Signals:
        title_changed: What was typed as the title.
    """

    title_changed = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLineEdit(self)
        self.title.setMaxLength(_LONGEST_TITLE)
        self.title.setMinimumWidth(360)
        self.title.setAccessibleName(self.tr("Title"))
        self.title.textChanged.connect(self._titled)
        self._methods = QButtonGroup(self)
        self._names: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = self.form()
        head.addRow(self.tr("Title"), self.title)
        column.addLayout(head)
        column.addSpacing(8)
        for name, text, more in (
            (
                "acr_hr",
                self.tr("How good is each picture? With the originals hidden among them"),
                self.tr("Scores 1 to 5, one picture at a time: the usual MOS study."),
            ),
            (
                "dcr",
                self.tr("How much worse than the original is it?"),
                self.tr("The original first, then a version; scores 1 to 5."),
            ),
            (
                "pc",
                self.tr("Which of two is better?"),
                self.tr("Two versions at once, a choice; finds the smallest differences."),
            ),
        ):
            button = QRadioButton(text, self)
            self._methods.addButton(button, len(self._names))
            self._names.append(name)
            column.addWidget(button)
            column.addWidget(self.small(more))
        self._methods.button(0).setChecked(True)
        self.language = QComboBox(self)
        self.language.setAccessibleName(self.tr("Language of raters"))
        self.language.addItem("English", "en")
        self.language.addItem("한국어", "ko")
        self.language.setCurrentIndex(self.language.findData(language))
        self.contact = QLineEdit(self)
        self.contact.setMinimumWidth(360)
        self.contact.setAccessibleName(self.tr("Contact"))
        self.contact.setPlaceholderText(self.tr("whom raters can reach"))
        self.consent = QCheckBox(self.tr("Raters read a consent text and agree first"), self)
        self.consent.setChecked(True)
        self.consent.setToolTip(
            self.tr("The text lies in the study's folder and can be changed before it is built.")
        )
        self.retention = QLineEdit(self)
        self.retention.setMinimumWidth(360)
        self.retention.setAccessibleName(self.tr("How long ratings are kept, and where"))
        self.retention.setPlaceholderText(self.tr("how long, and where"))
        self.consent.toggled.connect(lambda on: self.retention.setEnabled(on))
        self.consent.toggled.connect(lambda _: self.changed.emit())
        for line in (self.contact, self.retention):
            line.textChanged.connect(lambda _: self.changed.emit())
        foot = self.form()
        foot.addRow(self.tr("Language of raters"), self.language)
        foot.addRow(self.tr("Contact"), self.contact)
        foot.addRow("", self.consent)
        foot.addRow(self.tr("Ratings are kept"), self.retention)
        column.addSpacing(8)
        column.addLayout(foot)

    def method(self) -> str:
        """The chosen kind of rating."""
        return self._names[self._methods.checkedId()]

    def problem(self) -> str:
        """A title is needed, and what the consent text must tell."""
        if not self.title.text().strip():
            return self.tr("Give the study a title.")
        if self.consent.isChecked() and not self.contact.text().strip():
            return self.tr("Say whom raters can ask: it stands in the consent text.")
        if self.consent.isChecked() and not self.retention.text().strip():
            return self.tr("Say how long and where ratings are kept, for the consent text.")
        return ""

    def _titled(self, text: str) -> None:
        self.title_changed.emit(text)
        self.changed.emit()
