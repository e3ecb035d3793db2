"""From an LR picture to an SR picture: methods, tiles, precision, backends, the Upscaler."""
