"""A printed table as data, and the same as Markdown and LaTeX; the HTML is made by the template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from sr_studio.latex import latex_escaped, latex_row

if TYPE_CHECKING:
    from sr_studio.studies.report.plates import Plate


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


Row = TypeVar("Row")
#: A heading, and what stands below it for each row: plain text is a number, set to the right.
Column = tuple[str, Callable[[Row], Cell | str]]


def table_of(
    name: str,
    title: str,
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    notes: Sequence[str] = (),
    *,
    latex: bool = False,
) -> Table:
    """A table with one row of headings and a line for each of ``rows``."""
    lines = [[make(row) for _, make in columns] for row in rows]
    cells = [[Cell(cell) if isinstance(cell, str) else cell for cell in line] for line in lines]
    return Table(name, title, heads(*(heading for heading, _ in columns)), cells, notes, latex)


def file_name(name: str) -> str:
    """A name as part of a file's name: lower case, letters and digits."""
    return "".join(c if c.isalnum() else "_" for c in name.lower())


Named = TypeVar("Named", Table, "Plate")


def named_apart(made: Iterable[Named]) -> Iterator[Named]:
    """With a number behind a name that another has already: sets may differ in what no file's name
    tells apart."""
    taken: set[str] = set()
    for one in made:
        name = one.name
        number = 2
        while name in taken:
            name, number = f"{one.name}_{number}", number + 1
        taken.add(name)
        yield replace(one, name=name)


def words(text: str, *, bold: bool = False, grey: bool = False, red: bool = False) -> Cell:
    """A cell of words, set to the left."""
    return Cell(text, bold=bold, grey=grey, red=red, left=True)


def to_markdown(table: Table) -> str:
    """A GitHub-style table; several heading rows are joined, since Markdown has one."""
    names = [markdown_text(text) for text in _joined_heads(table.heads)]
    lines = [f"**{markdown_text(table.title)}**", "", _md_row(names)]
    lines.append(_md_row([":---" if left else "---:" for left in table.left_columns]))
    for row in table.rows:
        if len(row) == 1:
            row = [*row, *(Cell("") for _ in range(table.width - 1))]
        lines.append(_md_row([_md_cell(cell) for cell in row]))
    for note in table.notes:
        lines += ["", f"_{markdown_text(note)}_"]
    return "\n".join(lines) + "\n"


def _md_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def markdown_text(text: str) -> str:
    """Text that Markdown prints as it is, on one line."""
    for mark in ("\\", "|", "*", "_", "<", "`"):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")


def _md_cell(cell: Cell) -> str:
    text = markdown_text(cell.text)
    if cell.bold and text:
        text = f"**{text}**"
    text += "\\*" if cell.star else ""
    text += "°" if cell.ring and not cell.star else ""
    return f"{text} {markdown_text(cell.small)}" if cell.small else text


def _joined_heads(rows: Sequence[Sequence[Heading]]) -> list[str]:
    """One heading a column: what stands above, then what stands below."""
    width = sum(head.span for head in rows[-1])
    columns = [""] * width
    for row in rows:
        place = 0
        for head in row:
            for column in range(place, min(width, place + head.span)):
                columns[column] = f"{columns[column]} {head.text}".strip()
            place += head.span
    return columns


def to_latex(table: Table) -> str:
    """A table environment for booktabs and xcolor."""
    aligned = "".join("l" if left else "r" for left in table.left_columns)
    lines = [
        "% needs \\usepackage{booktabs} and \\usepackage{xcolor}",
        r"\begin{table}",
        r"  \centering",
        rf"  \caption{{{latex_escaped(table.title)}}}",
        rf"  \label{{tab:{table.name.replace('_', '-')}}}",
        rf"  \begin{{tabular}}{{{aligned}}}",
        r"    \toprule",
    ]
    for heading in table.heads:
        lines.append("    " + latex_row(map(_latex_head, heading)))
        lines += _rules(heading)
    lines.append(r"    \midrule")
    for number, row in enumerate(table.rows):
        if len(row) == 1:
            if number:
                lines.append(r"    \addlinespace")
            lines.append(rf"    \multicolumn{{{table.width}}}{{l}}{{{_latex_cell(row[0])}}} \\")
        else:
            lines.append("    " + latex_row(map(_latex_cell, row)))
    lines += [r"    \bottomrule", r"  \end{tabular}"]
    for note in table.notes:
        lines.append(rf"  \par\smallskip{{\footnotesize {latex_escaped(note)}}}")
    lines.append(r"\end{table}")
    return "\n".join(lines) + "\n"


def _latex_head(head: Heading) -> str:
    text = latex_escaped(head.text)
    if head.span > 1:
        return rf"\multicolumn{{{head.span}}}{{c}}{{{text}}}"
    return rf"\multicolumn{{1}}{{c}}{{{text}}}" if text else ""


def _rules(row: Sequence[Heading]) -> list[str]:
    """Thin rules under headings that stand over several columns."""
    found, place = [], 1
    for head in row:
        if head.span > 1:
            found.append(rf"    \cmidrule(lr){{{place}-{place + head.span - 1}}}")
        place += head.span
    return found


def _latex_cell(cell: Cell) -> str:
    text = latex_escaped(cell.text)
    if cell.bold and text:
        text = rf"\textbf{{{text}}}"
    text += "$^{*}$" if cell.star else ""
    if cell.ring and not cell.star:
        text += r"\textcolor{gray}{$^{\circ}$}"
    if cell.small:
        text += rf" {{\scriptsize {latex_escaped(cell.small)}}}"
    if cell.grey:
        return rf"\textcolor{{gray}}{{{text}}}"
    return rf"\textcolor{{red}}{{{text}}}" if cell.red else text
