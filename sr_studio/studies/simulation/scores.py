"""Ratings from a stated truth: means by set and system, and how raters and images scatter."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy import optimize, stats

from sr_studio.studies.errors import RatingsError
from sr_studio.studies.results.published import printed_row, srgan_2017
from sr_studio.studies.statistics.table import Floats

#: The truth is stated on five points; on another scale its ends are those of the scale.
LOWEST, HIGHEST = 1, 5
PAPER = "paper"
EQUAL = "equal"
LADDER = "ladder"
#: MOS of the first and the last system on the ladder.
_LADDER_ENDS = (1.5, 4.5)


@dataclass(frozen=True)
class Variances:
    """Variances on the latent scale, points²: the generator of the paper-like reference case."""

    rater: float = 0.05
    image: float = 0.05
    rater_system: float = 0.04
    image_system: float = 0.08
    error: float = 0.40

    @property
    def total_sd(self) -> float:
        """τ: standard deviation of a single latent value around its mean."""
        return float(np.sqrt(sum(vars(self).values())))


@dataclass(frozen=True)
class Truth:
    """What is true of a simulated study.

    Attributes:
        mos: Set to system to the exact population mean score, between 1 and 5.
        variances: How raters and images scatter around it.
        source: Where it comes from, in words.
    """

    mos: Mapping[str, Mapping[str, float]]
    variances: Variances = field(default_factory=Variances)
    source: str = ""

    def of(self, set_name: str, system: str) -> float:
        """The wanted MOS.

        Raises:
            RatingsError: The truth does not say.
        """
        try:
            return self.mos[set_name][system]
        except KeyError as error:
            raise RatingsError(
                f"the truth gives no MOS of {system} on {set_name}",
                where=self.source,
                remedy="Add it under [mos.SET] as SYSTEM = VALUE.",
            ) from error


def read_truth(name: str, cells: Mapping[str, tuple[str, ...]]) -> Truth:
    """``paper``, ``equal`` (every system 3), ``ladder`` (evenly from the first system of the plan
    to the last), or a TOML file with ``[mos.SET]`` and ``[variances]``.

    Args:
        name: Which truth; empty for the paper's where it has all systems, else the ladder.
        cells: Set to the ids of the systems shown in it, in the order of the plan.

    Raises:
        RatingsError: The file cannot be read or says something impossible.
    """
    if name == EQUAL:
        middle = (LOWEST + HIGHEST) / 2
        mos = {set_name: dict.fromkeys(systems, middle) for set_name, systems in cells.items()}
        return Truth(mos, source="every system the same")
    if name == LADDER or (not name and not _in_paper(cells)):
        mos = {
            set_name: dict(
                zip(systems, np.linspace(*_LADDER_ENDS, len(systems)).tolist(), strict=True)
            )
            for set_name, systems in cells.items()
        }
        return Truth(mos, source="evenly from the plan's first system to its last")
    if name in (PAPER, ""):
        return _paper(cells)
    return _from_file(Path(name))


def _in_paper(cells: Mapping[str, tuple[str, ...]]) -> bool:
    printed = srgan_2017()
    rows = [printed_row(printed, name, system) for name in cells for system in cells[name]]
    return all(row is not None and row.mos is not None for row in rows)


def _paper(cells: Mapping[str, tuple[str, ...]]) -> Truth:
    printed = srgan_2017()
    mos: dict[str, dict[str, float]] = {}
    for set_name, systems in cells.items():
        for system in systems:
            row = printed_row(printed, set_name, system)
            if row is None or row.mos is None:
                raise RatingsError(
                    f"the paper prints no MOS of {system} on {set_name}",
                    remedy="Name a file with the truth instead of paper.",
                )
            mos.setdefault(set_name, {})[system] = row.mos
    return Truth(mos, source="MOS of Ledig et al. 2017, Tables 1 and 2")


def _from_file(path: Path) -> Truth:
    try:
        content: dict[str, Any] = (
            json.loads(path.read_text(encoding="utf-8"))
            if path.suffix == ".json"
            else tomllib.loads(path.read_text(encoding="utf-8"))
        )
    except (OSError, ValueError) as error:
        raise RatingsError(f"the truth cannot be read ({error})", where=path) from error
    mos = content.get("mos")
    known = set(Variances.__dataclass_fields__)
    given = content.get("variances", {})
    if not isinstance(mos, dict) or not mos:
        raise RatingsError("there is no table [mos.SET]", where=path)
    if set(given) - known or any(not v >= 0 for v in given.values()):
        raise RatingsError(
            f"[variances] takes {', '.join(sorted(known))}, none below 0", where=path
        )
    for set_name, systems in mos.items():
        for system, value in systems.items():
            if not LOWEST < value < HIGHEST:
                raise RatingsError(
                    f"the MOS of {system} on {set_name} is {value} and not between 1 and 5",
                    where=path,
                )
    return Truth(mos, Variances(**given), source=path.name)


def latent_mean(mos: float, sd: float, grades: int = 5) -> float:
    """μ whose rounded and clipped normal values have the mean ``mos``.

    Solves 1 + d Σ_{k=0..n-2} Φ((μ − 1 − d (k + ½))/sd) = mos for ``grades`` = n steps apart by
    d = 4/(n − 1).
    """
    step = (HIGHEST - LOWEST) / (grades - 1)
    thresholds = LOWEST + step * (np.arange(grades - 1) + 0.5)

    def excess(mu: float) -> float:
        return float(LOWEST + step * stats.norm.cdf((mu - thresholds) / sd).sum() - mos)

    return float(optimize.brentq(excess, LOWEST - 12 * sd, HIGHEST + 12 * sd, xtol=1e-13))


def as_grades(latent: Floats, grades: int = 5) -> Floats:
    """Latent values from 1 to 5 as the nearest of ``grades`` grades, the lowest being 1.

    Of five grades these are the whole scores clip(⌊y + ½⌋, 1, 5).
    """
    step = (HIGHEST - LOWEST) / (grades - 1)
    return np.clip(np.floor((latent - LOWEST) / step + 0.5) + 1, 1, grades)


@dataclass(frozen=True)
class SimulatedPeople:
    """What belongs to raters and images, drawn once, so that a repeat meets the same rater.

    Attributes:
        rater: I; image: J; rater_system: I × S; image_system: J × S latent effects.
        mean: J × S latent means; NaN for a system that is not shown.
    """

    rater: Floats
    image: Floats
    rater_system: Floats
    image_system: Floats
    mean: Floats
    error_sd: float

    def latent(
        self, i: np.ndarray, j: np.ndarray, s: np.ndarray, rng: np.random.Generator
    ) -> Floats:
        """One latent value for each showing, with fresh noise."""
        fixed = self.mean[j, s] + self.rater[i] + self.image[j]
        fixed = fixed + self.rater_system[i, s] + self.image_system[j, s]
        return np.asarray(fixed + rng.normal(0.0, self.error_sd, len(fixed)))


def draw_people(
    truth: Truth,
    raters: int,
    image_sets: list[str],
    systems: list[str],
    shown: np.ndarray,
    rng: np.random.Generator,
    *,
    grades: int = 5,
) -> SimulatedPeople:
    """Draw raters and images.

    Args:
        image_sets: For each image its set.
        shown: J × S flags.
        grades: How many the scale has.
    """
    v, images = truth.variances, len(image_sets)
    mean = np.full((images, len(systems)), np.nan)
    for j, s in zip(*np.nonzero(shown), strict=True):
        mean[j, s] = truth.of(image_sets[j], systems[s])
    for value in np.unique(mean[~np.isnan(mean)]):
        mean[mean == value] = latent_mean(float(value), v.total_sd, grades)

    def normal(variance: float, *shape: int) -> Floats:
        return rng.normal(0.0, np.sqrt(variance), shape)

    return SimulatedPeople(
        rater=normal(v.rater, raters),
        image=normal(v.image, images),
        rater_system=normal(v.rater_system, raters, len(systems)),
        image_system=normal(v.image_system, images, len(systems)),
        mean=mean,
        error_sd=float(np.sqrt(v.error)),
    )
