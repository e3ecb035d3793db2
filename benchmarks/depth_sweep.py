"""Train SRResNet at several depths and draw the depth figure of the SRGAN paper (A.1, Fig. 7).

    python benchmarks/depth_sweep.py --data DIR --test DIR --budget 0.01 --figure depth.svg

Can be stopped and started again: finished depths are kept, a half-trained one is resumed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.evaluation.depth import DepthPlan, sweep
from sr_studio.evaluation.figures.depth import write_depth_figure


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="HR pictures to train on")
    parser.add_argument("--test", type=Path, required=True, help="HR pictures to measure on")
    parser.add_argument("--runs", type=Path, default=Path("runs/depth"))
    parser.add_argument("--depths", default="1,2,4,8,16,24")
    parser.add_argument("--budget", type=float, default=0.01)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--json", type=Path, help="keep the numbers")
    parser.add_argument("--figure", type=Path, action="append", required=True)
    arguments = parser.parse_args()
    plan = DepthPlan(
        data=arguments.data,
        test=arguments.test,
        runs=arguments.runs,
        depths=tuple(int(word) for word in arguments.depths.split(",")),
        budget=arguments.budget,
        settings=tuple(arguments.set),
        device=arguments.device,
    )
    try:
        found = sweep(plan, say=lambda text: print(text, file=sys.stderr, flush=True))
        if arguments.json:
            found.write(arguments.json)
        write_depth_figure(found, arguments.figure)
    except StudioError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
