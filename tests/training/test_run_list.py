"""Runs in a list: summaries, differences, branches, the queue, slow or stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.errors import StudioError
from sr_studio.training.branching import branch_run, write_recipe_of
from sr_studio.training.liveness import Listener, judge
from sr_studio.training.recipes import load_recipe, parse_recipe
from sr_studio.training.run_folder import RunFolder, Status
from sr_studio.training.run_list import recipe_differences, runs_in, summary_of
from sr_studio.training.run_queue import RunQueue
from tests.support.places import powerless
from tests.support.runs import write_run


def test_a_run_is_summed_up_in_a_line(tmp_path: Path) -> None:
    run = write_run(tmp_path / "a", recipe="srresnet-mse")
    write_run(tmp_path / "b")
    assert {path.name for path in runs_in(tmp_path)} == {"a", "b"}
    assert runs_in(run.path) == [run.path]
    found = summary_of(run.path)
    assert found.best == pytest.approx(28.0)
    assert found.share == 1.0
    assert found.status is not None and found.status.state == "finished"
    run.metrics_file.unlink()
    assert summary_of(run.path).best is None


def test_what_cannot_be_looked_into_holds_no_runs(tmp_path: Path) -> None:
    """A system's lost+found, somebody else's share, a folder that was remembered and is gone."""
    write_run(tmp_path / "a")
    locked = write_run(tmp_path / "lost+found").path
    locked.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    try:
        with powerless():
            assert [path.name for path in runs_in(tmp_path)] == ["a"]
            assert runs_in(locked) == runs_in(locked / "deeper") == []
    finally:
        locked.chmod(0o700)
    assert runs_in(tmp_path / ("n" * 300)) == []


def test_two_recipes_are_compared_key_by_key(tmp_path: Path) -> None:
    a = write_run(tmp_path / "a", recipe="srresnet-mse")
    b = write_run(tmp_path / "b", recipe="srresnet-mse", data__crop=64, clip_norm=0.5)
    assert recipe_differences(a, b) == [("clip_norm", "0.0", "0.5"), ("data.crop", "96", "64")]
    assert recipe_differences(a, a) == []


def test_a_branch_stands_where_the_checkpoint_was(tmp_path: Path) -> None:
    run = write_run(tmp_path / "a", recipe="srresnet-mse")
    (run.checkpoints / "000000600.pt").write_bytes(b"state")
    made = branch_run(run.path, 600, tmp_path / "branch")
    assert [path.name for path in made.checkpoint_files()] == ["000000600.pt"]
    lines, _ = made.metrics()
    assert max(line["iteration"] for line in lines) == 600
    assert (made.previews / "0_sr_000000600.png").is_file()
    assert not (made.previews / "0_sr_000000800.png").exists()
    assert made.recipe_table() == run.recipe_table()
    with pytest.raises(StudioError, match="no checkpoint of iteration 7"):
        branch_run(run.path, 7, tmp_path / "other")


def test_a_run_is_duplicated_as_a_recipe(tmp_path: Path) -> None:
    run = write_run(tmp_path / "a", data__crop=64)
    path = tmp_path / "again.toml"
    write_recipe_of(run.path, path, "again")
    again = load_recipe(path)
    assert again.name == "again"
    told = parse_recipe(run.recipe_table(), where="run")
    assert again.model_copy(update={"name": told.name}) == told
    run = write_run(tmp_path / "b", starts_from="/models/mine.safetensors")
    write_recipe_of(run.path, path, "again")
    assert load_recipe(path).starts_from == "/models/mine.safetensors"


def test_the_queue_gives_each_run_once(tmp_path: Path) -> None:
    queue = RunQueue(tmp_path / "runs")
    assert queue.take() is None
    for name in ("a", "b", "c"):
        queue.add(tmp_path / name, ["espcn", "--data", name])
    queue.remove(tmp_path / "b")
    first = RunQueue(tmp_path / "runs").take()
    assert first is not None and first.words == ("espcn", "--data", "a")
    assert [Path(entry.run).name for entry in queue.waiting()] == ["c"]
    (tmp_path / "runs" / "queue.json").write_text("[{")
    assert queue.waiting() == []


def test_a_slow_run_is_told_from_a_stale_one() -> None:
    quick = Status("running", 10, 100, rate=5.0)
    assert judge(quick, 5) == "alive"
    assert judge(quick, 20) == "slow"
    assert judge(quick, 61) == "stale"
    slow = Status("running", 10, 100, rate=0.05)  # an update takes twenty seconds
    assert judge(slow, 61) == "alive"
    assert judge(slow, 150) == "slow"
    assert judge(quick, 100, longest_gap=90) == "slow"  # validations take that long here
    assert judge(Status("finished", 100, 100), 1e6) == "alive"
    assert judge(None, 1e6) == "alive"
    assert judge(Status("paused", 10, 100, rate=5.0), 1e6) == "alive"


def test_silence_is_measured_by_the_listeners_clock() -> None:
    clock = [0.0]
    listener = Listener(lambda: clock[0])
    for second in range(0, 200, 50):  # words come, fifty seconds apart: that is its way
        clock[0] = float(second)
        assert listener.hear(Status("running", second, 900, rate=5.0)) in ("alive", "slow")
    clock[0] += 90
    assert listener.hear(Status("running", 150, 900, rate=5.0)) == "slow"
    assert listener.silent == 90
    clock[0] += 20
    assert listener.hear(Status("running", 150, 900, rate=5.0)) == "stale"


def test_a_pause_is_no_measure_of_how_long_a_run_is_silent() -> None:
    clock = [0.0]
    listener = Listener(lambda: clock[0])
    listener.hear(Status("paused", 10, 100, rate=5.0))
    clock[0] = 5000.0
    assert listener.hear(Status("running", 10, 100, rate=5.0)) == "alive"
    clock[0] += 61
    assert listener.hear(Status("running", 10, 100, rate=5.0)) == "stale"


def test_a_trainer_on_another_computer_is_not_taken_for_dead(tmp_path: Path) -> None:
    away = Status("running", 5, 10, pid=1, started=1.0, host="another-computer")
    found = write_run(tmp_path / "away", status=away).status()
    assert found == away and found.is_elsewhere
    here = Status("running", 5, 10, pid=1, started=1.0)
    gone = write_run(tmp_path / "here", status=here).status()
    assert gone is not None and gone.state == "stopped"


def test_folders_without_runs_are_no_runs(tmp_path: Path) -> None:
    assert runs_in(tmp_path) == []
    assert not RunFolder(tmp_path).exists
