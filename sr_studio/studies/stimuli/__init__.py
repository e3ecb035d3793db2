"""Making a study: stimuli that cannot give themselves away, their folder, and their check."""
