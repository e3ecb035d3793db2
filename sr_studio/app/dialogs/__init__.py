"""Dialogs of the whole window: errors, settings, keys, command palette, models from the net."""
