"""Making a study: stimuli that cannot give themselves away, their key, and checking them again."""
