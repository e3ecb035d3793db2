"""What a study is: one model of study.toml, its rules, and the frozen manifest and key."""
