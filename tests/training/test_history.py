"""Curves of a run and what can be said of it, on histories made up for the purpose."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sr_studio.training.health import Finding, findings
from sr_studio.training.history import History, Measured, measured_in, overview_of
from sr_studio.training.series import Series, thinned


def run_with(**curves: list[tuple[float, float, float]]) -> History:
    """A history of ``group__name`` curves, each of (iteration, value, hour)."""
    history = History()
    points = {
        name.replace("__", "/"): np.array([(i, v, h * 3600) for i, v, h in rows], dtype=float)
        for name, rows in curves.items()
    }
    history.add(Measured(points))
    return history


def kinds(history: History) -> list[str]:
    return [finding.kind for finding in findings(history)]


def test_lines_become_curves() -> None:
    history = History()
    history.add(
        measured_in(
            [
                {"iteration": 1, "losses": {"pixel": 2.0}, "rate": None, "learning_rate": 1e-4},
                {"iteration": 3, "note": "said"},
                {"iteration": 5, "validation": {"psnr_y": 28.0, "ssim_y": 0.8}, "time": 100.0},
                {"iteration": 9, "validation": {"psnr_y": 27.0}},
            ]
        )
    )
    assert history.best == (5, 28.0)
    assert history.names("validation") == ["psnr_y", "ssim_y"]
    assert history.names("run") == ["learning_rate"]
    assert [(note.iteration, note.text) for note in history.notes] == [(3, "said")]
    assert not measured_in([])


def test_smoothing_is_the_mean_of_the_last_points_and_skips_what_is_no_number() -> None:
    series = Series()
    series.extend(np.array([[i, v, 0] for i, v in enumerate([2, 4, np.nan, 9, 1])], dtype=float))
    assert series.smoothed(2).tolist() == pytest.approx([2, 3, 4, 9, 5])
    assert series.smoothed(1).tolist()[:2] == [2, 4]


def test_thinning_keeps_every_peak_and_what_is_asked_for() -> None:
    x = np.arange(1_000_000, dtype=float)
    y = np.zeros(1_000_000)
    y[123_456], y[700_001] = 5, -5
    _, drawn = thinned(x, y, 0, 1e6, 600)
    assert len(drawn) == 1200
    assert (drawn.max(), drawn.min()) == (5, -5)
    places, drawn = thinned(x, y, 123_450, 123_460, 600)
    assert places[0] == 123_449 and places[-1] == 123_461
    assert drawn.max() == 5


def test_an_overview_of_a_long_log_spans_it(tmp_path: Path) -> None:
    log = tmp_path / "metrics.jsonl"
    with log.open("w") as file:
        for n in range(20_000):
            file.write(json.dumps({"iteration": n, "losses": {"pixel": n / 2}}) + "\n")
        file.write('{"iteration": 20')
    curve = overview_of(log, 500).points["loss/pixel"]
    assert 450 < len(curve) <= 500
    assert curve[0, 0] < 100 and curve[-1, 0] > 19_900


def test_a_run_that_still_gains_is_told_with_what_it_gained() -> None:
    psnr = [(n * 100, 27 + 0.04 * n, n / 2) for n in range(10)]
    (found,) = findings(run_with(validation__psnr_y=psnr))
    assert (found.kind, found.grade) == ("improving", "good")
    assert found.numbers == pytest.approx((0.08, 1.0))


def test_a_run_that_gains_nothing_any_more_is_flat() -> None:
    psnr = [(n, 28.0 - 0.001 * (n > 5), n / 6) for n in range(20)]
    (found,) = findings(run_with(validation__psnr_y=psnr))
    assert found.kind == "flat"
    assert found.numbers[2] == 0
    without_clock = [(i, v, float("nan")) for i, v, _ in psnr]
    assert kinds(run_with(validation__psnr_y=without_clock)) == ["flat"]


def test_a_run_below_its_best_falls() -> None:
    psnr = [(n, 28.0 - 0.1 * abs(n - 5), n / 6) for n in range(12)]
    (found,) = findings(run_with(validation__psnr_y=psnr))
    assert (found.kind, found.grade, found.numbers[1]) == ("falling", "bad", 5.0)
    assert found.numbers[0] == pytest.approx(0.6)


def test_the_first_validations_tell_nothing() -> None:
    assert findings(History()) == [Finding("too-early", "neutral", (0,))]
    assert kinds(run_with(validation__psnr_y=[(1, 27, 0), (2, 28, 0.1)])) == ["too-early"]


def test_a_discriminator_that_has_won_or_lost_is_told() -> None:
    sure = [(n, 0.99, 0) for n in range(30)]
    fooled = [(n, 0.01, 0) for n in range(30)]
    won = run_with(loss__realness_of_hr=sure, loss__realness_of_sr=fooled)
    assert findings(won)[0] == Finding(
        "discriminator-won", "bad", (pytest.approx(0.99), pytest.approx(0.01))
    )
    assert "discriminator-lost" in kinds(run_with(loss__realness_of_hr=fooled))
    wavering = [(n, 0.99 if n % 7 else 0.6, 0) for n in range(30)]
    assert "discriminator-won" not in kinds(run_with(loss__realness_of_hr=wavering))


def test_gans_are_not_judged_by_psnr() -> None:
    psnr = [(n, 28.0 - 0.2 * n, n / 6) for n in range(12)]
    adversarial = [(n, 1.0, n / 6) for n in range(12)]
    assert kinds(run_with(validation__psnr_y=psnr, loss__adversarial=adversarial)) == []


def test_losses_that_rise_or_stop_being_numbers_are_told() -> None:
    rising = [(n, 0.01 + (0.001 * max(0, n - 100)), 0) for n in range(200)]
    found = findings(run_with(loss__pixel=rising))[0]
    assert (found.kind, found.grade) == ("diverging", "bad")
    assert found.numbers[0] > 5
    falling = [(n, 1 / (n + 1), 0) for n in range(200)]
    assert "diverging" not in kinds(run_with(loss__pixel=falling))
    history = run_with(loss__pixel=falling)
    history.add(measured_in([{"iteration": 9, "note": "The losses stopped being numbers near 9"}]))
    assert findings(history)[0] == Finding("no-numbers", "bad", (1,))


def test_a_run_that_became_slow_and_one_whose_memory_grows_are_told() -> None:
    rate = [(n, 10.0 if n < 80 else 3.0, 0) for n in range(100)]
    memory = [(n, 1e9 + 1e7 * n, 0) for n in range(100)]
    history = run_with(run__rate=rate, run__memory=memory)
    assert Finding("slower", "bad", (3.0, 10.0)) in findings(history)
    assert "memory-grows" in kinds(history)
