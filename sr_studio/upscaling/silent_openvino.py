"""OpenVINO, kept from reporting its use to its makers: this program sends nothing to anybody.

Its converter falls back to a stub of its own where its reporter cannot be imported.
"""

from __future__ import annotations

import sys
from typing import Any, cast

# None in sys.modules is Python's own way to say that a module cannot be imported.
cast(dict[str, Any], sys.modules).setdefault("openvino_telemetry", None)

import openvino  # noqa: E402 (only now)

__all__ = ["openvino"]
