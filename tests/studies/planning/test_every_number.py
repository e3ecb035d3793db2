"""What is accepted can be carried out: every number that is given out has a plan."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomlkit
from PIL import Image

from sr_studio.imaging.resize import nearest
from sr_studio.studies.definition.sections import Repeats, SiteRange
from sr_studio.studies.errors import EnrolmentError
from sr_studio.studies.planning.basis import PlanBasis, PlanError, basis_of
from sr_studio.studies.planning.constraints import violations
from sr_studio.studies.planning.preview import skipped_numbers
from sr_studio.studies.planning.reading import examine, list_plans
from sr_studio.studies.planning.stream import main_stream, planner
from sr_studio.studies.rating.status import study_status
from sr_studio.studies.stimuli.builder import build_study
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.store import Store
from tests.studies.conftest import CONSENT, small_manifest
from tests.studies.planning.test_orders import basis

PLANS = ("acr-hr", "dcr", "five-minute-demo", "pair-comparison", "srgan-2017")


@pytest.mark.parametrize("pictures", [6, 7])
def test_repeats_that_do_not_fit_one_order_are_tried_in_the_next(pictures: int) -> None:
    design = basis({"A": pictures}, 4)
    for number in range(1, 41):
        assert violations(design, main_stream(design, number)) == []


def test_repeats_that_can_never_fit_are_refused() -> None:
    with pytest.raises(PlanError, match="E24"):
        main_stream(basis({"A": 5}, 4), 1)
    with pytest.raises(PlanError, match="E24"):
        skipped_numbers(basis({"A": 4}, 4), [SiteRange()])


def without_order_for(design: PlanBasis, *numbers: int) -> Any:
    """The planner of a study, where some numbers have no order."""
    plan = planner(design)

    def planned(context: Any) -> Any:
        if context.number in numbers:
            raise PlanError("E24", "the repeats do not fit", "")
        return plan(context)

    return planned


def test_a_number_without_an_order_is_passed_over_and_noted(tmp_path: Path) -> None:
    manifest = small_manifest(8, 4).model_copy(
        update={"skipped_numbers": (2,), "repeats": Repeats(share=0.0)}
    )
    with Store.create(tmp_path / "study.sqlite", manifest) as store:
        plan = without_order_for(basis_of(manifest), 4, 5)
        given = [store.enrol(plan, CONSENT).number for _ in range(3)]
        assert given == [1, 3, 6]
        with pytest.raises(EnrolmentError, match="number 2 cannot rate"):
            store.enrol(plan, CONSENT, number=2)
        with pytest.raises(EnrolmentError, match="number 5 cannot rate"):
            store.enrol(plan, CONSENT, number=5)
        assert study_status(store).skipped_numbers == (2, 4, 5)


def test_a_study_without_orders_does_not_look_for_ever(tmp_path: Path) -> None:
    manifest = small_manifest(8, 4)
    with Store.create(tmp_path / "study.sqlite", manifest) as store:
        with pytest.raises(PlanError, match="E24"):
            store.enrol(without_order_for(basis_of(manifest), *range(10_000)), CONSENT)
        assert store.raters() == [] and study_status(store).skipped_numbers == ()


def draft_from(plan: str, folder: Path, chance: random.Random, pictures: int, most: int) -> None:
    """A draft like that of a ready-made plan, with other pictures, systems and raters."""
    (folder / "refs").mkdir(parents=True)
    noise = np.random.default_rng(chance.getrandbits(32))
    for number in range(pictures):
        pixels = noise.integers(0, 256, (8, 8, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "refs" / f"p{number}.png")
    shipped = Path("studies") / plan / "study.toml"
    document: Any = tomlkit.parse(shipped.read_text("utf-8")).unwrap()
    head = document["study"]
    head |= {"id": f"{chance.getrandbits(128):032x}", "seed": f"{chance.getrandbits(256):064x}"}
    head.pop("consent", None)
    head["consent_waived"] = "nobody is asked"
    document.pop("reference", None)
    document["set"] = [{"name": "S", "folder": "refs"}]
    systems = [{"id": "nearest", "name": "0", "role": "low_anchor", "method": "0"}]
    systems += [
        {"id": f"m{n}", "name": str(n), "method": str(n)}
        for n in range(1, chance.randint(2, 12) - 1)
    ]
    document["system"] = [*systems, {"id": "HR", "name": "HR", "role": "hidden_reference"}]
    document["making"] = {"scale": 2}
    document["analysis"] = {"primary": [["m1", "nearest", "S"]]}
    raters = chance.randint(1, most)
    document["assignment"] = {"raters_planned": raters}
    if chance.random() < 0.4:
        share = {"S": chance.randint(2, pictures)}
        document["assignment"] |= {"mode": "blocks", "references_per_rater": share}
    (folder / "study.toml").write_text(tomlkit.dumps(document))


def made(lr: np.ndarray, system: Any, scale: int) -> np.ndarray:
    """Another picture for every method."""
    return nearest(lr, scale) ^ np.uint8(1 + int(system.method))


def carried_out(folder: Path) -> bool:
    """Build a draft if it is accepted, and enrol every rater it plans."""
    draft, problems = examine(folder / "study.toml")
    if draft is None or any(problem.is_error for problem in problems):
        return False
    build_study(folder, made)
    study = StudyFolder(folder)
    design = basis_of(study.manifest)
    with study.open_store() as store:
        for _ in range(study.manifest.assignment.raters_planned):
            rater = store.enrol(planner(design), CONSENT)
            assert violations(design, store.planned_rows(rater.id)) == []
    return True


def test_the_plans_are_those_that_come_with_the_program() -> None:
    assert {plan.name for plan in list_plans()} == set(PLANS)


@pytest.mark.parametrize("plan", PLANS)
def test_every_accepted_draft_has_a_plan_for_its_last_rater(plan: str, tmp_path: Path) -> None:
    chance = random.Random(plan)
    accepted = 0
    for number in range(3):
        pictures = (3, 6, 9)[number]
        draft_from(plan, tmp_path / str(number), chance, pictures, 12)
        accepted += carried_out(tmp_path / str(number))
    assert accepted


@pytest.mark.slow
@pytest.mark.parametrize("number", range(200))
def test_two_hundred_random_drafts(number: int, tmp_path: Path) -> None:
    chance = random.Random(number)
    draft_from(PLANS[number % 5], tmp_path / "study", chance, chance.randint(3, 60), 60)
    carried_out(tmp_path / "study")
