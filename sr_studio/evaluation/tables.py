"""Tables of an evaluation as CSV, Markdown, LaTeX and text, published rows marked; no torch."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sr_studio.evaluation.published import PublishedRow, published_rows
from sr_studio.evaluation.request import HR
from sr_studio.evaluation.results import EvaluationResult, MethodFacts, Row
from sr_studio.latex import latex_escaped, latex_row
from sr_studio.metrics.metric import METRICS

MARK = "†"
ABSENT = "–"
_MEGABYTE = 1e6


@dataclass(frozen=True)
class Line:
    """One line of a table.

    Attributes:
        method: First column.
        cells: The other columns as printed.
        best: Whether the cell is the best of our own in its column.
        source: Where it is published; empty for our own.
    """

    method: str
    cells: tuple[str, ...]
    best: tuple[bool, ...]
    source: str = ""


@dataclass(frozen=True)
class Section:
    """The lines of one data set."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """A table as it is printed, whatever the format."""

    headings: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def sources(self) -> list[str]:
        """Every source of a published line, once; lines are marked by its place, from 1."""
        return list(
            dict.fromkeys(
                line.source for part in self.sections for line in part.lines if line.source
            )
        )


def mean_table(result: EvaluationResult, *, published: bool) -> Table:
    """Means of every method on every data set, with published rows below if wished."""
    means = result.means()
    keys = [key for key in METRICS if any(row.values.get(key) is not None for row in means)]
    titles = {facts.model: facts.title for facts in result.methods}
    sections = []
    for dataset in dict.fromkeys(row.dataset for row in means):
        own = [row for row in means if row.dataset == dataset]
        best = best_methods(result, own)
        lines = [_own_line(row, best, keys, titles) for row in own]
        if published:
            known = published_rows(dataset, result.scale)
            lines += [_published_line(row, keys) for row in known]
        counts = sorted({row.pictures for row in own})
        pictures = " to ".join(map(str, dict.fromkeys((counts[0], counts[-1]))))
        title = f"{dataset}, ×{result.scale}, {pictures} picture{'s' if pictures != '1' else ''}"
        sections.append(Section(title, tuple(lines)))
    headings = ("method", *(METRICS[key].title for key in keys))
    return Table(headings, tuple(sections))


def cost_table(result: EvaluationResult) -> Table:
    """Parameters, multiply-accumulates, memory and arithmetic of the models."""
    lines = tuple(
        Line(facts.title, _cost_cells(facts), (False,) * 5)
        for facts in result.methods
        if facts.kind == "model"
    )
    headings = ("method", "parameters", "GMAC (720p)", "peak memory [MB]", "arithmetic", "device")
    return Table(headings, (Section("Cost", lines),) if lines else ())


def best_methods(result: EvaluationResult, rows: Sequence[Row]) -> dict[str, set[str]]:
    """Which methods are the best in each metric, as printed; the original is no rival.

    There is no best where fewer than two have a value, nor where means rest on different pictures:
    an easier picture would make a method the better one.

    Args:
        result: The evaluation.
        rows: Its rows of one data set, or of one picture.
    """
    rivals = [row for row in rows if row.model != HR]
    if len({tuple(result.pictures_of(row)) for row in rivals}) > 1:
        rivals = []
    return {key: _best(key, rivals) for key in METRICS}


def printed(metric: str, value: float | None) -> str:
    """A value with the digits that its metric is printed with."""
    return ABSENT if value is None else f"{value:.{METRICS[metric].decimals}f}"


def to_csv(result: EvaluationResult, *, published: bool) -> str:
    """Every picture, every mean (``image`` is ``mean``) and, if wished, the published rows."""
    means = result.means()
    keys = list(dict.fromkeys(k for row in means for k in row.to_dict() if k in METRICS))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["model", "dataset", "image", "pictures", *keys, "source"])
    for row in (*result.images, *means):
        values = [_plain_number(row.values.get(key)) for key in keys]
        writer.writerow([row.model, row.dataset, row.image or "mean", row.pictures, *values, ""])
    if published:
        for dataset in dict.fromkeys(row.dataset for row in means):
            for known in published_rows(dataset, result.scale):
                values = [_plain_number(known.values.get(key)) for key in keys]
                writer.writerow([known.method, dataset, "mean", "", *values, known.source])
    return stream.getvalue()


def to_markdown(result: EvaluationResult, *, published: bool) -> str:
    """Means, costs, conventions and notes as a Markdown text."""
    table = mean_table(result, published=published)
    parts = [_markdown_table(table)]
    if table.sources:
        parts.append(_legend(table.sources))
    costs = cost_table(result)
    if costs.sections:
        parts.append(_markdown_table(costs))
    parts.append(
        "Conventions:\n\n"
        + "\n".join(f"* `{key}`: {text}" for key, text in result.conventions.items())
    )
    if result.notes:
        parts.append("Notes:\n\n" + "\n".join(f"* {note.sentence()}" for note in result.notes))
    return "\n\n".join(parts) + "\n"


def to_latex(result: EvaluationResult, *, published: bool) -> str:
    """Means as a LaTeX table (package booktabs), best values of each data set in bold."""
    table = mean_table(result, published=published)
    width = len(table.headings)
    sources = table.sources
    lines: list[str] = [
        "% Needs \\usepackage{booktabs}.",
        f"\\begin{{tabular}}{{l{'r' * (width - 1)}}}",
        "\\toprule",
        latex_row(map(latex_escaped, table.headings)),
    ]
    for section in table.sections:
        title = latex_escaped(section.title)
        lines += ["\\midrule", f"\\multicolumn{{{width}}}{{l}}{{{title}}} \\\\"]
        for line in section.lines:
            name = latex_escaped(line.method)
            if line.source:
                name += f"$^{{\\dagger {sources.index(line.source) + 1}}}$"
            cells = [
                f"\\textbf{{{latex_escaped(cell)}}}" if best else latex_escaped(cell)
                for cell, best in zip(line.cells, line.best, strict=True)
            ]
            lines.append(latex_row([name, *cells]))
    lines += ["\\bottomrule", "\\end{tabular}"]
    if sources:
        lines.append(f"% {_one_line(_legend(sources))}")
    lines += [f"% {key}: {_one_line(text)}" for key, text in result.conventions.items()]
    return "\n".join(lines) + "\n"


def to_text(table: Table) -> str:
    """A table in aligned columns for a terminal."""
    blocks = []
    sources = table.sources
    everything = [table.headings] + [
        (_marked(line, sources), *line.cells)
        for section in table.sections
        for line in section.lines
    ]
    widths = [max(len(row[k]) for row in everything) for k in range(len(table.headings))]

    def aligned(row: Sequence[str]) -> str:
        first, *others = row
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        return "  ".join([first.ljust(widths[0]), *cells]).rstrip()

    for section in table.sections:
        rows = [aligned((_marked(line, sources), *line.cells)) for line in section.lines]
        blocks.append("\n".join([section.title, aligned(table.headings), *rows]))
    if sources:
        blocks.append(_legend(sources))
    return "\n\n".join(blocks) + "\n"


def _own_line(row: Row, best: dict[str, set[str]], keys: list[str], titles: dict[str, str]) -> Line:
    cells = tuple(printed(key, row.values.get(key)) for key in keys)
    marks = tuple(row.model in best[key] for key in keys)
    return Line(titles.get(row.model, row.model), cells, marks)


def _published_line(row: PublishedRow, keys: list[str]) -> Line:
    cells = tuple(printed(key, row.values.get(key)) for key in keys)
    return Line(row.method, cells, (False,) * len(keys), row.source)


def _best(key: str, rivals: list[Row]) -> set[str]:
    higher = METRICS[key].higher_is_better
    values = {row.model: v for row in rivals if (v := row.values.get(key)) is not None}
    if higher is None or len(values) < 2:
        return set()
    # Compared as printed: a tie on paper is a tie.
    top = printed(key, max(values.values()) if higher else min(values.values()))
    return {model for model, value in values.items() if printed(key, value) == top}


def _cost_cells(facts: MethodFacts) -> tuple[str, ...]:
    return (
        ABSENT if facts.parameters is None else f"{facts.parameters:,}",
        ABSENT if facts.multiply_adds is None else f"{facts.multiply_adds / 1e9:,.1f}",
        ABSENT if facts.peak_memory is None else f"{facts.peak_memory / _MEGABYTE:,.0f}",
        f"{facts.backend} {facts.precision}".strip(),
        facts.device,
    )


def _plain_number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}" if abs(value) >= 1e6 else f"{value:.6f}"


def _marked(line: Line, sources: list[str]) -> str:
    return f"{line.method} {MARK}{sources.index(line.source) + 1}" if line.source else line.method


def _legend(sources: list[str]) -> str:
    numbered = (f"{MARK}{k} {source}" for k, source in enumerate(sources, start=1))
    return f"{MARK} published: {'; '.join(numbered)}."


def _markdown_table(table: Table) -> str:
    def joined(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    sources = table.sources
    rule = "|---|" + "---:|" * (len(table.headings) - 1)
    blocks = []
    for section in table.sections:
        rows = [
            joined(
                [
                    _marked(line, sources),
                    *(
                        f"**{cell}**" if best else cell
                        for cell, best in zip(line.cells, line.best, strict=True)
                    ),
                ]
            )
            for line in section.lines
        ]
        blocks.append("\n".join([f"**{section.title}**", "", joined(table.headings), rule, *rows]))
    return "\n\n".join(blocks)


def _one_line(text: str) -> str:
    return " ".join(text.split())
