"""Results too large to be held whole are made by strips for the window, too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sr_studio.engine.jobs import JobRunner
from sr_studio.engine.parts import PartSender
from sr_studio.engine.protocol import Job
from sr_studio.errors import Cancelled, StudioError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture
from sr_studio.imaging.writing import write_picture
from sr_studio.imaging.xmp import properties_of
from sr_studio.progress import CancelToken, Progress
from sr_studio.upscaling import streaming
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.target import Target
from tests.support.places import mounted
from tests.upscaling.conftest import make_photo

BICUBIC = UpscaleRequest("bicubic", scale=3)


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JobRunner:
    """One for which every result is large, and every strip small."""
    monkeypatch.setattr(streaming, "LARGE", 1)
    monkeypatch.setattr(streaming, "_STRIP", 1)
    folder = tmp_path / "runs"
    folder.mkdir()
    return JobRunner(folder, PartSender(lambda event: None, folder))


def put(path: Path, depth: int = 8) -> Path:
    pixels = make_photo(150, 40)
    alpha = np.full(pixels.shape[:2], 200, np.uint8)
    picture = Picture(pixels, alpha=alpha).with_depth(depth)
    write_picture(picture, path)
    return path


def test_a_large_result_goes_by_strips_into_its_file_and_to_the_viewer(
    runner: JobRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = put(tmp_path / "a.png", 16)
    told: list[Progress] = []
    job = Job(BICUBIC, source=source, output=tmp_path / "b.tif", want_pixels=True)
    done = runner.run("one", job, told.append, CancelToken())
    assert len(told) > 3, "it came in strips"
    written = read_picture(tmp_path / "b.tif")
    assert written.bit_depth == 16 and properties_of(written.xmp)
    monkeypatch.setattr(streaming, "LARGE", 10**12)
    whole = runner.run(
        "two", Job(BICUBIC, source=source, want_pixels=True), told.append, CancelToken()
    )
    assert done.pixels is not None and whole.pixels is not None
    assert np.array_equal(done.pixels.open(), whole.pixels.open())
    assert done.report.size_out == whole.report.size_out == (120, 450)


def test_a_size_instead_of_a_scale(runner: JobRunner, tmp_path: Path) -> None:
    request = UpscaleRequest("bicubic", target=Target(width=100))
    source = put(tmp_path / "a.png")
    job = Job(request, source=source, output=tmp_path / "b.png")
    assert runner.run("one", job, lambda _: None, CancelToken()).report.size_out == (100, 375)
    job = Job(request, source=source, want_pixels=True)
    assert runner.run("two", job, lambda _: None, CancelToken()).report.size_out == (100, 375)


def test_a_large_result_that_is_stopped_leaves_nothing(runner: JobRunner, tmp_path: Path) -> None:
    cancel = CancelToken()

    def soon(progress: Progress) -> None:
        if progress.fraction > 0.5:
            cancel.cancel()

    source = put(tmp_path / "a.png")
    job = Job(BICUBIC, source=source, output=tmp_path / "b.png", want_pixels=True)
    with pytest.raises(Cancelled):
        runner.run("one", job, soon, cancel)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.png", "runs"]


@pytest.mark.parametrize("large", [True, False])
def test_no_room_for_what_is_shown_does_not_cost_the_result(tmp_path: Path, large: bool) -> None:
    with pytest.MonkeyPatch.context() as patch, mounted(tmp_path / "runs", "size=64k"):
        if large:
            patch.setattr(streaming, "LARGE", 1)
            patch.setattr(streaming, "_STRIP", 1)
        folder = tmp_path / "runs"
        runner = JobRunner(folder, PartSender(lambda event: None, folder))
        source = put(tmp_path / "a.png")
        job = Job(BICUBIC, source=source, output=tmp_path / "b.png", want_pixels=True)
        done = runner.run("one", job, lambda _: None, CancelToken())
        assert done.pixels is None and read_picture(tmp_path / "b.png").width == 120
        assert list(folder.iterdir()) == []
        if not large:
            shown_only = Job(BICUBIC, source=source, want_pixels=True)
            with pytest.raises(StudioError, match="disk is full"):
                runner.run("two", shown_only, lambda _: None, CancelToken())
            assert list(folder.iterdir()) == []


def test_what_a_viewer_could_not_hold_is_not_put_aside(
    runner: JobRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sr_studio.engine import jobs

    monkeypatch.setattr(jobs, "_LARGEST_SHOWN", 1000)
    source = put(tmp_path / "a.png")
    job = Job(BICUBIC, source=source, output=tmp_path / "b.png", want_pixels=True)
    done = runner.run("one", job, lambda _: None, CancelToken())
    assert done.pixels is None and done.output == tmp_path / "b.png"
    assert not list((tmp_path / "runs").iterdir())
