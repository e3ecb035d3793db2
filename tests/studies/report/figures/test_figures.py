"""Figures are drawn from results alone, the same bytes every time, in three formats."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from sr_studio.studies.report.figures import pairs
from sr_studio.studies.report.figures.metrics import mos_against_metric
from sr_studio.studies.report.figures.pairs import pair_comparison, pairwise_matrix
from sr_studio.studies.report.figures.raters import power_curves, rater_bias, score_distribution
from sr_studio.studies.report.figures.style import (
    DIFFERENCES,
    FAINT,
    INK,
    RED,
    new_figure,
    place_names,
    readable_on,
    rendered,
)
from sr_studio.studies.report.figures.systems import (
    image_multiples,
    mean_rank_figure,
    mos_with_intervals,
    nemenyi_diagram,
)
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import PairFit, ScoreResults
from sr_studio.studies.statistics.choice_strengths import fit
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.metric_correlation import fit_metric
from sr_studio.studies.statistics.power import DifferenceComponents
from tests.support.contrast import contrast

SYSTEMS = ("nearest", "bicubic", "SRResNet", "SRGAN", "HR")


@pytest.fixture(scope="module")
def results() -> ScoreResults:
    rng = np.random.default_rng(1)
    mean = np.array([1.3, 2.0, 3.0, 3.6, 4.4])
    scores = np.clip(np.rint(mean + rng.normal(0, 0.6, (16, 8, 5))), 1, 5).astype(int)
    i, j, s = np.indices(scores.shape).reshape(3, -1)
    frame = pd.DataFrame(
        {
            "rater": [f"r{k:02d}" for k in i],
            "reference": [f"image{k}" for k in j],
            "system": [SYSTEMS[k] for k in s],
            "score": scores.ravel(),
        }
    )
    found = analyse(study_data(frame, hidden_reference="HR"))
    assert isinstance(found, ScoreResults)
    return found


def _figures(results: ScoreResults) -> dict[str, Figure]:
    (one,) = results.sets
    table, stimuli = results.table, results.stimuli
    metric = 20 + 4 * stimuli.mos
    metric[-1] = np.inf
    names = [table.systems[k] for k in table.stimuli.systems]
    return {
        "scores": score_distribution(
            [("one", one.systems, one.statistics.counts, one.statistics.mos)],
            ("a", "b", "c", "d", "e"),
        ),
        "mos": mos_with_intervals([one]),
        "ranks": mean_rank_figure([one]),
        "nemenyi": nemenyi_diagram("one", one.systems, one.omnibus),
        "pairs": pairwise_matrix(one),
        "images": image_multiples(one),
        "raters": rater_bias(table.raters, results.model, [2]),
        "power": power_curves("one", DifferenceComponents.planned("mid"), 8, raters=16),
        "metric": mos_against_metric(
            "PSNR (dB)", metric, stimuli.mos, names, fit_metric(metric, stimuli.mos), ceiling=0.97
        ),
    }


def test_every_figure_is_drawn(results: ScoreResults) -> None:
    for name, figure in _figures(results).items():
        data = rendered(figure, "png", dpi=70)
        with Image.open(io.BytesIO(data)) as picture:
            assert min(picture.size) >= 1.5 * 70, name  # inches
            assert len(picture.convert("RGB").getcolors(1 << 22) or ()) > 20, name


def test_three_formats(results: ScoreResults) -> None:
    figure = pairwise_matrix(results.sets[0])
    starts = {kind: rendered(figure, kind)[:4] for kind in ("svg", "pdf", "png")}
    assert starts == {"svg": b"<?xm", "pdf": b"%PDF", "png": b"\x89PNG"}


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_same_results_same_bytes(results: ScoreResults, kind: str) -> None:
    first, second = (rendered(mos_with_intervals(list(results.sets)), kind) for _ in range(2))
    assert first == second


def test_the_mean_is_marked_in_red(results: ScoreResults) -> None:
    """The paper's Fig. 5: a red mark at the mean of each column, rows centred on the grades."""
    (one,) = results.sets
    figure = score_distribution([("one", one.systems, one.statistics.counts, one.statistics.mos)])
    axes = figure.axes[0]
    marks = [line for line in axes.lines if line.get_color() == RED]
    assert len(marks) == 1
    np.testing.assert_allclose(np.asarray(marks[0].get_ydata()), one.statistics.mos)
    assert axes.get_ylim() == (0.5, 5.5)
    shares = np.asarray(axes.images[0].get_array())
    np.testing.assert_allclose(shares.sum(axis=0), 1)


def _compared(wins: list[list[int]]) -> PairFit:
    counted = np.array(wins, dtype=float)
    names = ("bicubic", "SRResNet", "SRGAN")
    return PairFit("Set5", "", names, counted, fit(counted), np.full(3, 0.4))


def test_a_comparison_shows_the_strongest_on_top_and_every_win() -> None:
    figure = pair_comparison(_compared([[0, 3, 2], [17, 0, 6], [18, 14, 0]]))
    left, right = figure.axes
    assert [label.get_text() for label in left.get_yticklabels()] == [
        "SRGAN",
        "SRResNet",
        "bicubic",
    ]
    assert sorted(int(text.get_text()) for text in right.texts) == [2, 3, 6, 14, 17, 18]
    assert rendered(figure, "svg") == rendered(figure, "svg")


def test_a_comparison_without_a_common_scale_says_so() -> None:
    left, right = pair_comparison(_compared([[0, 0, 0], [20, 0, 6], [20, 14, 0]])).axes
    assert "no common scale" in left.texts[0].get_text()
    assert len(right.texts) == 6


def test_nothing_to_rank_is_said(results: ScoreResults) -> None:
    (one,) = results.sets
    from dataclasses import replace

    figure = mean_rank_figure([replace(one, mean_ranks=np.full(5, np.nan))])
    assert "no rater" in figure.axes[0].texts[0].get_text()


def test_the_persons_own_style_is_left_alone(results: ScoreResults) -> None:
    import matplotlib

    before = matplotlib.rcParams["font.size"]
    mos_with_intervals(list(results.sets))
    assert matplotlib.rcParams["font.size"] == before


def test_numbers_can_be_read_on_every_cell_colour() -> None:
    """4.5 : 1 on the whole of every colour map that carries numbers."""
    _figure, (axes,) = new_figure(2, 2)
    for colours in (DIFFERENCES, pairs._WON):
        image = axes.imshow([[0.0, 1.0]], cmap=colours, vmin=0, vmax=1)
        for value in np.linspace(0, 1, 101):
            ratio = contrast(image.cmap(value)[:3], readable_on(image, value))
            assert ratio >= 4.5, (colours.name, value, ratio)
    for grey in (FAINT, INK, RED):
        assert contrast("white", grey) >= 4.5


def test_names_never_cover_each_other() -> None:
    _figure, (axes,) = new_figure(4, 3)
    rng = np.random.default_rng(1)
    points = [tuple(point) for point in rng.normal(0, 0.2, (40, 2))]
    axes.set_xlim(-1, 1)
    axes.set_ylim(-1, 1)
    placed = place_names(axes, points, [f"rater-{k:03d}" for k in range(40)])
    assert 5 < placed <= 40
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == placed
    assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_names_with_dollar_signs_are_no_formulas() -> None:
    names = [r"$\frac{1}$", "from $5 to $9"]
    counts = np.ones((2, 5), dtype=np.int64)
    figure = score_distribution([("US$, A$", names, counts, np.full(2, 3.0))])
    assert b"PDF" in rendered(figure, "pdf")
    assert b"<svg" in rendered(figure, "svg")
    assert not any(text.get_parse_math() for text in figure.findobj(Text))


def test_the_legend_of_a_small_figure_is_not_cut(results: ScoreResults) -> None:
    figure = mos_with_intervals(results.sets[:1])
    figure.draw_without_rendering()
    (legend,) = figure.legends
    box = legend.get_window_extent()
    assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
