"""Tables mark a best value only among means over the same pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.paper_tables import table1, table2
from sr_studio.studies.report.tables import Table
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.metric_results import read_metrics_csv
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.results.frames import tidy

PLAN = AnalysisPlan(analysis=Analysis(bootstrap=1000), categories=(("loss", ("s1", "s2", "s3")),))


def rated(holes: bool) -> ScoreResults:
    scores = np.random.default_rng(3).integers(1, 6, (6, 8, 3)).astype(float)
    if holes:
        scores[:, :3, 0] = np.nan
    results = analyse(study_data(tidy(scores), plan=PLAN))
    assert isinstance(results, ScoreResults)
    return results


def bold(table: Table | None, label: str) -> list[str]:
    assert table is not None
    (row,) = [row for row in table.rows if row[0].text == label]
    return [cell.text for cell in row[1:] if cell.bold]


@pytest.mark.parametrize("lacking", [0, 3])
def test_a_mean_over_fewer_pictures_is_not_the_best(tmp_path: Path, lacking: int) -> None:
    results = rated(holes=False)
    lines = ["reference,system,psnr"]
    for system, better in (("s1", 0.0), ("s2", 1.5), ("s3", 0.2)):
        for image in range(lacking if system == "s1" else 0, 8):
            # The first pictures are hard: without them s1 has the highest mean.
            lines.append(f"image{image + 1},{system},{20 + 3 * image + better}")
    file = tmp_path / "metrics.csv"
    file.write_text("\n".join(lines))
    metrics = read_metrics_csv(file, results.table)
    for table in (table1(results, metrics), table2(results, metrics)):
        assert bold(table, "PSNR (dB)") == ([] if lacking else ["32.00"])


def test_mos_over_other_images_is_not_the_best() -> None:
    assert len(bold(table2(rated(holes=False)), "MOS")) == 1
    assert bold(table2(rated(holes=True)), "MOS") == []
