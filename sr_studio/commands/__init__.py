"""The commands of ``sr-studio``, one module each; heavy imports stay inside the functions."""
