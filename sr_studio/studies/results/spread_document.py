"""How scores spread, as plain rows: the distribution of each stimulus, and the sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sr_studio.studies.results.results import SetResults


def distribution_rows(one: SetResults) -> Iterator[dict[str, Any]]:
    """The generalised score distribution fitted to each stimulus of the set."""
    found = one.distribution
    if found is None:
        return
    for k, (reference, system) in enumerate(one.cells):
        yield {
            "set": one.name,
            "reference": reference,
            "system": system,
            "quality": found.quality[k],
            "agreement": found.agreement[k],
            "g": found.g[k],
            "p": None if found.p is None else found.p[k],
        }


def spread_row(one: SetResults) -> dict[str, Any]:
    """How the scores of a set spread: the SOS parameter, and stimuli that fit no distribution."""
    spread, fit = one.spread, one.consistency
    return {
        "set": one.name,
        "sos": spread.a,
        "sos_low": spread.low,
        "sos_high": spread.high,
        "sos_stimuli": spread.stimuli,
        "gsd_stimuli": None if fit is None else fit.stimuli,
        "gsd_poor": None if fit is None else fit.poor,
        "gsd_share": None if fit is None else fit.share,
        "gsd_bound": None if fit is None else fit.bound,
        "note": spread.reason,
    }
