"""The licence of a model follows from those of its pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.training.data_licence import licence_of_data, proposal_from


def write(folder: Path, *licences: str) -> Path:
    lines = ["file\tsource\tlicence", *(f"{n}.png\tweb\t{text}" for n, text in enumerate(licences))]
    (folder / "SOURCES.tsv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.mark.parametrize(
    ("licences", "proposal", "research"),
    [
        (
            ["CC0 1.0", "Unsplash License (https://unsplash.com/x-nc)", "Pexels License"],
            "CC0-1.0",
            False,
        ),
        (["CC0", "CC-BY-3.0 (https://creativecommons.org/licenses/by/3.0/)"], "CC-BY-4.0", False),
        (["CC-BY-4.0", "CC BY-SA 4.0"], "CC-BY-SA-4.0", False),
        (["CC0", "CC BY-NC 2.0"], "CC-BY-NC-4.0", True),
        (["CC0", "all rights reserved"], "", True),
    ],
)
def test_the_strictest_licence_of_the_pictures_is_proposed(
    licences: list[str], proposal: str, research: bool, tmp_path: Path
) -> None:
    found = licence_of_data(write(tmp_path, *licences))
    assert found is not None
    assert found.proposal == proposal
    assert found.source.research is research
    assert sum(found.counts.values()) == len(licences)


@pytest.mark.parametrize(
    ("start", "pictures", "proposal"),
    [
        ("CC-BY-NC-4.0", "CC0-1.0", "CC-BY-NC-4.0"),
        ("Apache-2.0", "CC0-1.0", "Apache-2.0"),
        ("Apache-2.0", "CC-BY-4.0", "CC-BY-4.0"),
        ("CC0-1.0", "CC-BY-SA-4.0", "CC-BY-SA-4.0"),
        ("CC0-1.0", "", ""),
        ("", "CC0-1.0", ""),
        ("CC-BY-NC-SA-4.0", "CC0-1.0", ""),
    ],
)
def test_a_model_to_start_from_can_only_make_the_proposal_stricter(
    start: str, pictures: str, proposal: str
) -> None:
    assert proposal_from(start, pictures) == proposal


def test_a_folder_without_a_list_says_nothing(tmp_path: Path) -> None:
    assert licence_of_data(tmp_path) is None
    (tmp_path / "SOURCES.tsv").write_text("file\tsource\n")
    assert licence_of_data(tmp_path) is None
