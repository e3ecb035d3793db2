"""How the rater's window looks: one even grey, and letters that can be read on it."""

from __future__ import annotations

from sr_studio.app.icons import tinted_file

_SHEET = """
* {{ color: {ink}; font-size: {base}pt; }}
#RatingWindow, #RaterPage, #Stage, #RaterReader {{
  background: rgb({grey}, {grey}, {grey}); border: none; }}
#RaterTitle {{ font-size: {title}pt; font-weight: 600; }}
#RaterText, #RaterReader {{ font-size: {text}pt; }}
#RaterReader {{ padding: 0; }}
#RaterSmall, #Counter {{ font-size: {base}pt; color: {dim}; }}
#RatingKey, #RatingKey:hover, #RatingKey:pressed, #RatingKey:focus {{
  background: rgb({grey}, {grey}, {grey}); color: {ink}; border: 1px solid {dim};
  border-radius: 4px; padding: 0; font-size: {text}pt; font-weight: 400; }}
QPushButton {{ background: {raised}; border: 1px solid {ink}; border-radius: 4px;
  padding: 8px 20px; min-height: 20px; font-weight: 400; font-size: {text}pt; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {hover}; }}
QPushButton[main="true"] {{ background: {ink}; color: {paper}; border: 1px solid {ink};
  font-weight: 600; }}
QPushButton[main="true"]:hover {{ background: {ink_hover}; }}
QPushButton:focus {{ border: 2px solid {focus}; padding: 7px 19px; }}
QPushButton:disabled, QPushButton[main="true"]:disabled {{
  background: transparent; color: {dim}; border: 1px solid {dim}; }}
QComboBox, QAbstractSpinBox, QDateEdit, QLineEdit {{ background: {raised}; color: {ink};
  border: 1px solid {dim}; border-radius: 4px; padding: 4px 8px; min-height: 22px;
  selection-background-color: {ink}; selection-color: {paper}; }}
QComboBox:focus, QAbstractSpinBox:focus, QDateEdit:focus, QLineEdit:focus {{
  border: 2px solid {focus}; padding: 3px 7px; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 4px;
  min-height: 0; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 14px; height: 14px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QComboBox QAbstractItemView {{ background: {raised}; color: {ink}; border: 1px solid {ink};
  selection-background-color: {ink}; selection-color: {paper}; outline: none; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {ink}; border-radius: 3px;
  background: {raised}; }}
QCheckBox::indicator:checked {{ background: {ink}; }}
QCheckBox:focus {{ text-decoration: underline; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar::handle:vertical {{ background: {dim}; border-radius: 3px; margin: 2px;
  min-height: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
#: From here on black letters are easier to read than white ones.
_LIGHT_FROM = 118


def style_sheet(grey: int, point_size: float) -> str:
    """The style sheet for a background of ``grey`` 0..255 and the system's font size."""
    light = grey >= _LIGHT_FROM
    ink = "#0c0c0c" if light else "#f4f4f4"
    size = point_size if point_size > 0 else 10.0
    step = 14 if light else -14
    return _SHEET.format(
        grey=grey,
        ink=ink,
        arrow=tinted_file("chevron-down", ink).as_posix(),
        ink_hover="#2a2a2a" if light else "#ffffff",
        paper="#f4f4f4" if light else "#0c0c0c",
        dim=_grey(grey - 98 if light else grey + 110),
        raised=_grey(grey + step),
        hover=_grey(grey + 2 * step),
        focus="#0b2f5c" if light else "#a9cdf5",
        base=f"{size:.1f}",
        text=f"{size * 1.15:.1f}",
        title=f"{size * 1.7:.1f}",
    )


def _grey(value: int) -> str:
    level = max(0, min(255, value))
    return f"#{level:02x}{level:02x}{level:02x}"
