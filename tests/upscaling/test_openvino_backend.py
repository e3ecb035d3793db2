"""OpenVINO's converter tells nobody that it is used."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
from sr_studio.upscaling.openvino_backend import OpenVinoBackend
from openvino.tools.ovc import convert_impl
print(convert_impl.tm.__name__)
"""


def test_nothing_reports_the_use_of_the_converter() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "openvino.tools.ovc.telemetry_stub"
