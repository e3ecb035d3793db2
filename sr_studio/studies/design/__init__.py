"""What a study is: the fields of study.toml, their rules, and the frozen manifest."""
