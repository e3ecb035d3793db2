"""Training as raters meet it in each method, and what is refused before they could meet it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.app.studies.rating.texts import counter
from sr_studio.imaging.resize import nearest
from sr_studio.studies.definition.problems import InvalidStudyError
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.reading import examine
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import Show, tokens_of
from sr_studio.studies.stimuli.builder import build_study
from sr_studio.studies.store.folder import StudyFolder
from tests.studies.rating.scripted_rater import answer_to, make_way
from tests.support.study_text import HIDDEN_REFERENCE

STUDY = (
    """
[study]
id = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
title = "Practice"
seed = "%s"
method = "%s"
consent_waived = "a test"

[making]
scale = 2

[[set]]
name = "S"
folder = "refs"

[[system]]
id = "soft"
name = "Soft"
method = "soft"

[[system]]
id = "hard"
name = "Hard"
method = "hard"
"""
    + HIDDEN_REFERENCE
    + """
[stabilising]
first = 1
pool = "training"

[repeats]
share = 0.0

[self_report]
fields = []

[analysis]
primary = [["soft", "hard", "S"]]
%s
"""
)


def made(lr: np.ndarray, system: object, scale: int) -> np.ndarray:
    return nearest(lr, scale) ^ np.uint8(system.method == "soft")  # type: ignore[attr-defined]


def draft(folder: Path, method: str, more: str, size: tuple[int, int] = (16, 12)) -> Path:
    noise = np.random.default_rng(4)
    (folder / "refs").mkdir(parents=True)
    for name in ("refs/a", "refs/b", "refs/c", "x", "y", "z"):
        pixels = noise.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{name}.png")
    (folder / "study.toml").write_text(STUDY % ("ab" * 32, method, more))
    return folder


def pixels_of(folder: Path, token: str) -> bytes:
    with Image.open(folder / "stimuli" / f"{token}.png") as image:
        return image.tobytes()


def practised(folder: Path) -> list[Show]:
    """What a rater sees before the test, each rated."""
    method = StudyFolder(folder).manifest.study.method
    conductor = open_conductor(folder)
    shown = []
    while make_way(conductor):
        step = conductor.step
        assert isinstance(step, Show)
        if step.presentation.role == "test":
            break
        shown.append(step)
        answer = answer_to(step)
        if method == "pc":
            answer = type(answer)(**{**vars(answer), "score": None, "choice": "a"})
        conductor.answer(answer)
    conductor.close()
    return shown


@pytest.mark.parametrize(
    "item",
    ['reference_file = "x.png"\nsystems = ["soft", "hard"]', 'files = ["y.png", "z.png"]\n'
     'reference_file = "x.png"'],
)  # fmt: skip
def test_practice_of_degradations_shows_the_original(item: str, tmp_path: Path) -> None:
    told = '[[calibration.item]]\nreference_file = "%s"\nsystem_files = "%s"\nscore = %d\n'
    more = f"[[training.item]]\n{item}\n" + told % ("z.png", "y.png", 1)
    if "files = [" in item:
        more = f"[[training.item]]\n{item}\n"
    else:
        more += told % ("z.png", "z.png", 5)
    folder = draft(tmp_path / "study", "dcr", more)
    build_study(folder, made)
    original = {name: Image.open(folder / f"{name}.png").tobytes() for name in "xz"}
    shown = practised(folder)
    roles = [step.presentation.role for step in shown]
    assert roles.count("training") == 2 and roles.count("stabilising") == 1
    for step in shown:
        first, _ = tokens_of(step.presentation, "dcr")
        expected = original["z" if step.presentation.role == "calibration" else "x"]
        assert pixels_of(folder, first) == expected


@pytest.mark.parametrize(
    ("scale", "told"),
    [("lowest = 0\nhighest = 10", ("0", "10")), ("step = 0.5", ("1.5", "4.5"))],
)
def test_calibration_tells_scores_of_the_declared_scale(
    scale: str, told: tuple[str, str], tmp_path: Path
) -> None:
    item = '[[calibration.item]]\nreference_file = "x.png"\nsystem = "%s"\nscore = %s\n'
    more = f"[scale]\n{scale}\n" + item % ("soft", told[0]) + item % ("HR", told[1])
    folder = draft(tmp_path / "study", "acr_hr", more)
    build_study(folder, made)
    manifest = StudyFolder(folder).manifest
    shown = [step for step in practised(folder) if step.phase == "calibration"]
    grades = [step.presentation.told_score for step in shown]
    assert [f"{manifest.scale.scores[grade - 1]:g}" for grade in grades if grade] == list(told)
    hints = [f"This picture is a {score}. Press {score}." for score in told]
    assert [counter(step, manifest).split("  ·  ")[1] for step in shown] == hints


def test_a_told_score_off_the_scale_is_refused(tmp_path: Path) -> None:
    item = '[[calibration.item]]\nreference_file = "x.png"\nsystem = "%s"\nscore = %s\n'
    more = "[scale]\nlowest = 0\nhighest = 10\n" + item % ("soft", 0) + item % ("HR", 10.5)
    _, problems = examine(draft(tmp_path / "study", "acr_hr", more) / "study.toml")
    (found,) = [problem for problem in problems if problem.is_error]
    assert (found.code, found.field) == ("E20", "calibration.item[2].score")
    assert "it is 10.5, but scores are whole numbers from 0 to 10" in found.what


def test_ready_practice_of_degradations_needs_its_original(tmp_path: Path) -> None:
    folder = draft(tmp_path / "study", "dcr", '[[training.item]]\nfiles = ["y.png"]\n')
    _, problems = examine(folder / "study.toml")
    assert [p.code for p in problems if p.is_error] == ["E21"]


@pytest.mark.parametrize(
    "item", ['reference_file = "x.png"\nsystems = ["soft", "hard", "HR"]',
             'files = ["x.png", "y.png", "z.png"]'],
)  # fmt: skip
def test_pair_comparison_has_practice(item: str, tmp_path: Path) -> None:
    folder = draft(tmp_path / "study", "pc", f"[[training.item]]\n{item}\n")
    build_study(folder, made)
    shown = practised(folder)
    roles = [step.presentation.role for step in shown]
    assert roles == ["training", "training", "stabilising"]
    assert all(step.presentation.token_b is not None for step in shown)
    both = {frozenset(tokens_of(step.presentation, "pc")) for step in shown[:2]}
    assert len(both) == 2 and len(frozenset.union(*both)) == 3


def test_one_picture_is_no_practice_for_pairs(tmp_path: Path) -> None:
    folder = draft(tmp_path / "study", "pc", '[[training.item]]\nfiles = ["y.png"]\n')
    _, problems = examine(folder / "study.toml")
    assert [(p.code, "two versions" in p.what) for p in problems if p.is_error] == [("E21", True)]


def test_practice_with_the_pixels_of_a_shown_version_is_refused(tmp_path: Path) -> None:
    """Not only the originals of the test: whatever is shown in it."""
    folder = draft(tmp_path / "study", "acr_hr", '[[training.item]]\nfiles = ["shown.png"]\n')
    version = np.asarray(Image.open(folder / "refs" / "a.png"))
    from sr_studio.imaging.degrade import bicubic_lr

    Image.fromarray(nearest(bicubic_lr(version, 2, "double"), 2)).save(folder / "shown.png")
    with pytest.raises(InvalidStudyError, match=r"E21.*pixels of a picture of the test"):
        build_study(folder, made)


def test_pictures_must_fit_above_the_keys(tmp_path: Path) -> None:
    screen = "[display]\nmin_width = 320\nmin_height = 240\n"
    fits = draft(tmp_path / "fits", "acr_hr", screen, (320, 128))
    build_study(fits, made)
    high = draft(tmp_path / "high", "acr_hr", screen, (320, 130))
    with pytest.raises(InvalidStudyError, match=r"E18.*320 × 130 pixels do not fit.*320 × 128"):
        build_study(high, made)
    wide = draft(tmp_path / "wide", "pc", screen, (150, 100))
    with pytest.raises(InvalidStudyError, match=r"E18.*324 × 100"):
        build_study(wide, made)


def test_a_text_that_is_not_filled_in_is_not_frozen(tmp_path: Path) -> None:
    folder = draft(tmp_path / "study", "acr_hr", "")
    text = (folder / "study.toml").read_text()
    (folder / "study.toml").write_text(
        text.replace('consent_waived = "a test"', 'consent = "c.txt"')
    )
    (folder / "c.txt").write_text("Ask us (room 3) [1].\n\n[Say here\nwhom to ask.]\n")
    with pytest.raises(InvalidStudyError, match=r"E07.*still says \[Say here whom to ask\.\]"):
        build_study(folder, made)
    (folder / "c.txt").write_text("Ask us (room 3) [1].")
    build_study(folder, made)


def test_tokens_in_a_manifest_are_tokens(tmp_path: Path) -> None:
    """Nothing that came with a folder can name a file elsewhere."""
    folder = draft(tmp_path / "study", "acr_hr", "")
    build_study(folder, made)
    file = folder / "manifest.json"
    token = StudyFolder(folder).manifest.stimuli[0].token
    file.write_text(file.read_text().replace(token, "../../../../etc/secret"))
    with pytest.raises(StudyError, match=r"the manifest cannot be used: stimuli\.0\.token"):
        StudyFolder(folder)
