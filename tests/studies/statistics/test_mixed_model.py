"""The mixed model of tables with holes, against lme4 and against the crossed test."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from sr_studio.studies.statistics.crossed import crossed
from sr_studio.studies.statistics.mixed_model import mixed_model, mixed_models
from sr_studio.studies.statistics.table import RatingTable
from tests.studies.statistics.conftest import DATA
from tests.studies.statistics.test_reference_systems import KEPT

_LME4 = json.loads((DATA / "lme4_incomplete_pairs.json").read_text(encoding="utf-8"))["rows"]


def _names(row: dict[str, Any]) -> str:
    return f"{row['design']}-{row['a']}-{row['b']}"


@pytest.mark.parametrize("row", _LME4, ids=_names)
def test_lme4_says_the_same(
    paper_like: tuple[RatingTable, dict[str, Any]], row: dict[str, Any]
) -> None:
    block = paper_like[0].block("BSD100")
    names = [paper_like[0].systems[code] for code in block.systems]
    a, b = names.index(row["a"]), names.index(row["b"])
    i, j = np.meshgrid(np.arange(26), np.arange(100), indexing="ij")
    kept = KEPT[row["design"]](i, j)
    values = np.where(kept, block.scores[:, :, a] - block.scores[:, :, b], np.nan)
    found = mixed_model(values)
    for field in ("mean", "se", "df", "var_rater", "var_image", "var_residual"):
        assert getattr(found, field) == pytest.approx(row[field], rel=3e-6), field
    assert found.deviance == pytest.approx(row["deviance"], abs=1e-7)
    assert found.p == pytest.approx(row["p"], rel=1e-4, abs=1e-9)
    low, high = found.interval()
    assert low < found.mean < high


def _table(rater: float, image: float, shape: tuple[int, int] = (20, 12)) -> np.ndarray:
    rng = np.random.default_rng(3)
    effects = rng.normal(0, rater, (shape[0], 1)) + rng.normal(0, image, (1, shape[1]))
    return 0.3 + effects + rng.normal(0, 0.8, shape)


@pytest.mark.parametrize("shape", [(20, 12), (12, 20)])
def test_complete_tables_agree_with_the_crossed_test(shape: tuple[int, int]) -> None:
    """There restricted likelihood and mean squares are the same estimate (Searle et al. 1992)."""
    values = _table(0.4, 0.5, shape)
    found, known = mixed_model(values), crossed(values)
    assert found.mean == pytest.approx(float(known.mean), abs=1e-10)
    for field in ("se", "var_rater", "var_image", "var_residual"):
        assert getattr(found, field) == pytest.approx(float(getattr(known, field)), rel=2e-6)
    assert found.df == pytest.approx(float(known.df), rel=1e-5)


def test_a_variance_that_is_not_there_is_zero() -> None:
    values = _table(0.0, 0.6, (6, 12))
    values -= values.mean(axis=1, keepdims=True)
    values[0, :5] = np.nan
    found = mixed_model(values)
    assert found.var_rater == 0
    # lme4 1.1-31 with lmerTest 3.1-3, which says that the fit is singular.
    assert found.mean == pytest.approx(-0.0082847077, abs=1e-8)
    assert found.se == pytest.approx(0.2329034256, rel=1e-6)
    assert found.df == pytest.approx(10.6835231, rel=1e-5)
    assert found.var_image == pytest.approx(0.5272313, rel=1e-6)
    assert found.deviance == pytest.approx(184.9381386944, abs=1e-7)


def test_what_the_crossed_test_cannot_do_the_model_does_not_pretend_to() -> None:
    layers = np.stack([_table(0.4, 0.5), np.full((20, 12), np.nan)])
    layers[1, 0] = 1.0
    fitted, none = mixed_models(layers, crossed(layers))
    assert not fitted.reason
    assert none.reason == "fewer than two raters"
    assert np.isnan(none.p)
