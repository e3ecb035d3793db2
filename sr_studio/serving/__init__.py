"""People rate in browsers: who may come in, the same session as at the desk, nothing told."""
