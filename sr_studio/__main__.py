"""``python -m sr_studio`` and ``torchrun -m sr_studio``: the same program as ``sr-studio``."""

from sr_studio.cli import main

if __name__ == "__main__":
    main()
