"""What the wizard writes can be built as it is, whatever was chosen in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.app.studies import work
from sr_studio.app.studies.drafting import (
    StudyWish,
    WishedSet,
    WishedSystem,
    repeats_for,
    set_name,
    showings,
    system_ids,
    write_draft,
)
from sr_studio.errors import StudioError
from sr_studio.progress import CancelToken
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.reading import new_study, read_draft


def pictures(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True)
    random = np.random.default_rng(1)
    for number in range(count):
        pixels = random.integers(0, 256, (48, 64, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"p{number}.png")
    return folder


def wish(sets: tuple[WishedSet, ...], **changes: object) -> StudyWish:
    values: dict[str, object] = {
        "title": 'Quotes " and # signs',
        "method": "acr_hr",
        "language": "ko",
        "contact": "Kim",
        "retention": "five years",
        "sets": sets,
        "systems": (
            WishedSystem("Nearest", method="nearest", role="low_anchor"),
            WishedSystem("Bicubic", method="bicubic", role="baseline"),
            WishedSystem("Lanczos", method="lanczos"),
        ),
        "raters": 20,
    }
    return StudyWish(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["acr_hr", "dcr", "pc"])
@pytest.mark.parametrize("count", [2, 4, 8, 20])
def test_every_size_and_question_can_be_built(tmp_path: Path, method: str, count: int) -> None:
    one = WishedSet("own", pictures(tmp_path / "own", count), count)
    folder = write_draft(wish((one,), method=method), tmp_path / "study")
    look = work.look_at_draft(folder, CancelToken())
    assert [str(problem) for problem in look.problems if problem.is_error] == []
    assert look.ready
    assert look.preview is not None
    assert look.preview.test == showings(wish((one,), method=method))
    assert (folder / "consent.ko.txt").is_file()


def test_folders_of_long_names_are_systems_and_a_place_is_not(tmp_path: Path) -> None:
    sets = (WishedSet("own", pictures(tmp_path / "own", 8), 8),)
    ready = pictures(tmp_path / ("an hour of training " * 12), 8)
    systems = (
        WishedSystem("Bicubic", method="bicubic", role="baseline"),
        WishedSystem(ready.name, folder=ready),
    )
    look = work.look_at_draft(
        write_draft(wish(sets, systems=systems), tmp_path / "study"), CancelToken()
    )
    assert [str(problem) for problem in look.problems if problem.is_error] == []
    with pytest.raises(StudioError, match="longer than"):
        write_draft(wish(sets), tmp_path / ("no folder has such a name " * 10))


def test_a_draft_that_cannot_be_written_leaves_its_folder_free(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk."""
    resource = pytest.importorskip("resource", reason="file limits are a Unix thing")
    import signal

    made = wish((WishedSet("own", pictures(tmp_path / "own", 8), 8),))
    folder = tmp_path / "study"
    whole = write_draft(made, tmp_path / "whole")
    consent, study = (whole / name for name in ("consent.ko.txt", "study.toml"))
    assert consent.stat().st_size < study.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (consent.stat().st_size, before[1]))
        with pytest.raises(StudioError, match=r"study\.toml"):
            write_draft(made, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    assert list(folder.iterdir()) == []
    write_draft(made, folder)


def test_two_sets_ready_pictures_and_shared_references(tmp_path: Path) -> None:
    sets = tuple(WishedSet(n, pictures(tmp_path / n, 8), 8) for n in ("Set5", "Set14"))
    for name in ("Set5", "Set14"):
        pictures(tmp_path / "mine" / name, 8)
    systems = (
        WishedSystem("Bicubic", method="bicubic", role="baseline"),
        WishedSystem("mine", folder=tmp_path / "mine"),
    )
    made = wish(sets, systems=systems, per_rater={"Set5": 4, "Set14": 4}, consent=False)
    look = work.look_at_draft(write_draft(made, tmp_path / "study"), CancelToken())
    assert [str(problem) for problem in look.problems if problem.is_error] == []
    assert look.draft is not None
    assert look.preview is not None
    assert look.preview.test == showings(made) == 24
    assert look.draft.definition.system[1].files.endswith("mine/{set}/{reference}.png")
    assert set(look.detectable) == {"Set5", "Set14"}
    assert all(0 < points < 4 for points in look.detectable.values())


def test_what_the_raters_can_find_is_in_points_of_the_draft_s_scale(tmp_path: Path) -> None:
    file = new_study("five-minute-demo", tmp_path / "study")
    five = work.look_at_draft(file.parent, CancelToken()).detectable
    text = file.read_text(encoding="utf-8") + "\n[scale]\nlowest = 0.0\nhighest = 10.0\n"
    file.write_text(text, encoding="utf-8")
    ten = work.look_at_draft(file.parent, CancelToken()).detectable
    assert ten == {name: pytest.approx(2.5 * points) for name, points in five.items()}


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "notes.txt").write_text("mine")
    one = WishedSet("own", tmp_path, 3)
    with pytest.raises(StudyError, match="in use"):
        write_draft(wish((one,)), tmp_path / "study")
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["notes.txt"]


def test_names_are_unique() -> None:
    same = (WishedSystem("A b", method="x"), WishedSystem("A b", method="x"), WishedSystem("HR"))
    assert system_ids(same) == ["x", "x-2", "HR-2"]
    assert set_name(Path("/data/Set5"), ("Set5",)) == "Set5-2"
    assert set_name(Path("/data/training"), ()) == "training-2"


def test_repeats_shrink_with_the_study() -> None:
    assert repeats_for(12) == {"share": 0.0, "min_count": 0}
    assert repeats_for(200) is None
    few = repeats_for(32)
    assert few is not None
    assert few["min_count"] == 3


def test_sites_get_numbers_of_their_own(tmp_path: Path) -> None:
    one = WishedSet("own", pictures(tmp_path / "own", 4), 4)
    sites = ("Labor Süd", "Labor Nord", "labor nord")
    folder = write_draft(wish((one,), sites=sites), tmp_path / "study")
    draft = read_draft(folder)
    assert [(s.id, s.name, s.first_number, s.last_number) for s in draft.definition.site] == [
        ("labor-s-d", "Labor Süd", 1, 1000),
        ("labor-nord", "Labor Nord", 1001, 2000),
        ("labor-nord-3", "labor nord", 2001, 3000),
    ]
    single = write_draft(wish((one,), sites=("here",)), tmp_path / "single")
    assert len(read_draft(single).definition.site) == 1
