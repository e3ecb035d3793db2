"""What the one-folder build starts: the program, or a module of it as ``python -m`` would.

The program starts itself as ``sys.executable -m sr_studio …`` for engine, training and commands;
in the bundle ``sys.executable`` is this very file.
"""

from __future__ import annotations

import multiprocessing
import runpy
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"]:
        module = sys.argv[2]
        sys.argv = [sys.argv[0], *sys.argv[3:]]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        from sr_studio.cli import main

        main()
