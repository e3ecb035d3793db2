"""The trainer: recipes, data, losses, schedules, loop, run folder."""
