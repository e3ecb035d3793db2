"""Archives whose data is damaged, in each way of packing that Python knows."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from sr_studio.hub.archives import take_out
from sr_studio.hub.errors import NetworkError

_SIZE = 52_000
_PACKINGS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("packing", _PACKINGS)
def test_damaged_data_is_a_sentence_and_leaves_nothing(tmp_path: Path, packing: int) -> None:
    archive, target = tmp_path / "a.zip", tmp_path / "out.pth"
    with zipfile.ZipFile(archive, "w", packing) as opened:
        opened.writestr("a.pth", os.urandom(2000) + b"a" * (_SIZE - 2000))
    data = bytearray(archive.read_bytes())
    data[60:400] = bytes(340)
    archive.write_bytes(data)
    with pytest.raises(NetworkError, match="archive is damaged"):
        take_out(archive, target, kind="pth", size=_SIZE, limit=_SIZE)
    assert list(tmp_path.iterdir()) == [archive]
