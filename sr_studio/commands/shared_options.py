"""Options that several commands have, each said once."""

from __future__ import annotations

from typing import Annotated

import typer

OnCluster = Annotated[
    str,
    typer.Option(
        metavar="CLUSTER",
        help="Over several machines: ray, or ray://HOST (the extra `cluster`).",
    ),
]
OneDevice = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")]
AnyPrecision = Annotated[str, typer.Option(help="auto, fp32, bf16, fp16.")]
