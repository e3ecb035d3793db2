"""A rater's way through a study, and what keeps it safe: locks, backups, the blind dashboard."""
