"""How long the analysis of a large study takes, on one core.

    OMP_NUM_THREADS=1 python benchmarks/study_analysis.py [--raters 1000] [--images 100]
        [--systems 10] [--database] [--bootstrap] [--json]

Targets for 1,000,000 ratings, CPU seconds on one core: import 10, reading and all tables but
bootstraps and random halves 6, 600 MB at most; 100,000 ratings analysed under 1. ``--database``
also writes a study database and reads it back, the path of ``sr-studio study analyze``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.simulation.scores import Truth, as_grades, draw_people
from sr_studio.studies.statistics.data import study_data


def ratings(raters: int, images: int, systems: int, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    names = [f"s{k:04d}" for k in range(systems)]
    truth = Truth({"all": dict(zip(names, np.linspace(1.3, 4.4, systems).tolist(), strict=True))})
    shown = np.ones((images, systems), bool)
    people = draw_people(truth, raters, ["all"] * images, names, shown, rng)
    i, j, s = np.indices((raters, images, systems)).reshape(3, -1)
    scores = as_grades(people.latent(i, j, s, rng)).astype(np.int8)

    def named(codes: np.ndarray, count: int, letter: str) -> pd.Categorical:
        return pd.Categorical.from_codes(codes, [f"{letter}{k:04d}" for k in range(count)])

    count = scores.size
    return pd.DataFrame(
        {
            "rater": named(i, raters, "r"),
            "reference": named(j, images, "i"),
            "system": named(s, systems, "s"),
            "score": pd.array(scores, dtype="Int8"),
            "first_score": pd.array(scores, dtype="Int8"),
            "position": np.concatenate(
                [rng.permutation(images * systems) + 1 for _ in range(raters)]
            ),
            "rt_ms": rng.integers(1100, 6000, count),
            "role": pd.Categorical.from_codes(np.zeros(count, dtype=int), ["test"]),
        }
    )


def peak_mb() -> float:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def timed(what: str, found: dict[str, Any], work: Any) -> Any:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    found[what] = {
        "wall_s": round(time.perf_counter() - wall, 3),
        "cpu_s": round(time.process_time() - cpu, 3),
        "peak_mb": round(peak_mb()),
    }
    return result


def from_database(frame: pd.DataFrame, found: dict[str, Any]) -> Any:
    from sr_studio.studies.exchange.importing import import_ratings
    from sr_studio.studies.results.source import load_study

    with tempfile.TemporaryDirectory() as place:
        source, folder = Path(place) / "ratings.csv", Path(place) / "study"
        columns = ["rater", "reference", "system", "score", "position", "rt_ms"]
        frame[columns].to_csv(source, index=False)
        timed("import CSV into a study", found, lambda: import_ratings(source, folder))
        return timed("read the study", found, lambda: load_study(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raters", type=int, default=1000)
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--systems", type=int, default=10)
    parser.add_argument("--database", action="store_true")
    parser.add_argument("--bootstrap", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    frame = ratings(options.raters, options.images, options.systems)
    found: dict[str, Any] = {"ratings": len(frame), "peak_mb_before": round(peak_mb())}
    last = f"s{options.systems - 1:04d}"
    if options.database:
        data = from_database(frame, found)
    else:
        data = timed(
            "code the ratings",
            found,
            lambda: study_data(frame, hidden_reference=last, accept={last: (4, 5)}),
        )
    results = timed("all tables", found, lambda: analyse(data, resample=False))
    timed("as one document", found, lambda: document(results))
    if options.bootstrap:
        timed("all tables with bootstraps", found, lambda: analyse(data))
    if options.json:
        print(json.dumps(found, indent=1))
        return
    for what, value in found.items():
        print(f"{what:<28} {value}")


if __name__ == "__main__":
    main()
