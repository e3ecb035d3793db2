"""Text as LaTeX prints it: for the tables of evaluations and of studies."""

from __future__ import annotations

from collections.abc import Iterable

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"$<$",
    ">": r"$>$",
    "−": "$-$",
    "±": r"$\pm$",
    "×": r"$\times$",
    "∞": r"$\infty$",
    "α": r"$\alpha$",
    "→": r"$\rightarrow$",
    "√": r"$\surd$",
    "–": "--",
    "°": r"$^{\circ}$",
    "²": r"$^2$",
    "†": r"$^\dagger$",
}


def latex_escaped(text: str) -> str:
    """Text that LaTeX prints as it is."""
    return "".join(_LATEX.get(letter, letter) for letter in text)


def latex_row(cells: Iterable[str]) -> str:
    """A row of a table, of cells as LaTeX.

    The line break or rule before it would take a bracket or an asterisk for its own.
    """
    row = " & ".join(cells)
    return ("{}" if row[:1] in ("[", "*") else "") + row + r" \\"
