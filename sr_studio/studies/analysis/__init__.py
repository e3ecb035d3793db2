"""What the ratings of a study say: pure functions on arrays, and one call that runs them all."""
