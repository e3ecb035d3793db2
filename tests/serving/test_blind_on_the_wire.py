"""What a browser receives tells no system from another: sizes, times, headers, addresses, order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scipy import stats

from tests.serving.conftest import Served
from tests.studies.stimuli.test_blind_files import hits_of
from tests.support.small_study import REFERENCES, SYSTEMS

Make = Callable[..., Path]
Serve = Callable[..., Served]
RATERS = 8


def test_no_trait_of_an_answer_tells_its_system(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    manifest = served.house.manifest
    cell = {stimulus.token: stimulus for stimulus in manifest.stimuli}
    traits: dict[str, dict[str, float]] = {
        name: {} for name in ("size", "headers", "address", "seconds", "step size", "step seconds")
    }
    cells: list[tuple[str, str, str]] = []
    addresses: list[str] = []
    said = b""
    for number in range(RATERS):
        rater = served.rater()
        while rater.make_way():
            document, doc = rater.heard[-1], rater.doc
            address = doc["pictures"][0]["address"]
            sitting = next(
                one for one in served.house.sittings.values() if one.token_of(address) is not None
            )
            shown = cell[str(sitting.token_of(address))]
            rater.picture(address)
            _, headers, data, seconds = rater.heard[-1]
            # Each rater is one chance to learn: the same picture of another rater is another row.
            cells.append((f"{number} {shown.reference}", str(shown.system), address))
            addresses.append(address)
            traits["size"][address] = len(data)
            traits["headers"][address] = float(hash(tuple(sorted(headers))) % 997)
            traits["address"][address] = float(int(address[:8], 16))
            traits["seconds"][address] = seconds
            traits["step size"][address] = len(document[2])
            traits["step seconds"][address] = document[3]
            rater.rate(3)
        said += b"".join(body for path, _, body, _ in rater.heard if not path.startswith("/p/"))
        rater.close()
    assert len(set(addresses)) == len(addresses) == RATERS * 9
    assert {len(set(traits[name].values())) for name in ("size", "headers", "step size")} == {1}
    chance = 1 / (len(SYSTEMS) + 1)
    for what, trait in traits.items():
        hits = hits_of(trait, cells)
        better = stats.binomtest(hits, len(cells), chance, alternative="greater").pvalue
        assert better > 1e-5, f"{what}: {hits} of {len(cells)} systems are told"
    words = [*SYSTEMS, *REFERENCES, "original", "hidden", ".png"]
    words += [one.token for one in manifest.stimuli] + [one.sha256 for one in manifest.stimuli]
    words += [
        str(row.id)
        for one in served.house.raters()
        for row in served.house.store.presentations(one.id)
    ]
    assert not [word for word in words if word.encode().lower() in said.lower()]
