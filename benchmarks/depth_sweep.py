"""Train SRResNet at several depths and draw the depth figure of the SRGAN paper (A.1, Fig. 7).

    python benchmarks/depth_sweep.py --data DIR --test DIR --budget 0.01 --figure depth.svg

The same as ``sr-studio depths``, which the Train page starts, too.
"""

from __future__ import annotations

import sys

from sr_studio.cli import main

if __name__ == "__main__":
    main(["depths", *sys.argv[1:]])
