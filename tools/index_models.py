"""Make models/index.toml anew from the model files: python -m tools.index_models."""

from __future__ import annotations

from sr_studio.paths import shipped_models_dir
from sr_studio.zoo.shipping import write_index


def main() -> None:
    """Write the index and say where."""
    print(write_index(shipped_models_dir()))


if __name__ == "__main__":
    main()
