"""A printed table as data: cells with their marks, rendered elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """What one cell prints.

    Attributes:
        text: The number or word.
        bold, grey, red: How it looks; grey is what must not be taken as a result.
        star: An asterisk by the declared test.
        ring: A grey ° by the pooled, uncorrected test "as in the paper".
        small: A second, smaller line, such as an interval.
        left: Words, not numbers.
    """

    text: str
    bold: bool = False
    grey: bool = False
    red: bool = False
    star: bool = False
    ring: bool = False
    small: str = ""
    left: bool = False


@dataclass(frozen=True)
class Heading:
    """A column heading that may stand over several columns."""

    text: str
    span: int = 1


@dataclass(frozen=True)
class Table:
    """A printed table.

    Attributes:
        name: File name without suffix.
        title: Caption.
        heads: One or more rows of headings.
        rows: Cells; a row of one cell spans the table and divides it.
        notes: What must be read with it.
        latex: Whether it is also written as LaTeX.
    """

    name: str
    title: str
    heads: Sequence[Sequence[Heading]]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = field(default_factory=tuple)
    latex: bool = False

    @property
    def width(self) -> int:
        """Columns."""
        return sum(head.span for head in self.heads[-1])

    @property
    def left_columns(self) -> list[bool]:
        """Which columns hold words, judged by the first row that is not a divider."""
        for row in self.rows:
            if len(row) == self.width:
                return [cell.left for cell in row]
        return [True] * self.width


def heads(*names: str) -> list[list[Heading]]:
    """One row of plain headings."""
    return [[Heading(name) for name in names]]


def file_name(name: str) -> str:
    """A name as part of a file's name: lower case, letters and digits."""
    return "".join(c if c.isalnum() else "_" for c in name.lower())


def words(text: str, *, bold: bool = False, grey: bool = False, red: bool = False) -> Cell:
    """A cell of words, set to the left."""
    return Cell(text, bold=bold, grey=grey, red=red, left=True)
