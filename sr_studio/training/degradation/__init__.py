"""Damage as real photographs have it: settings, kernels, single steps, and the whole pipeline."""
