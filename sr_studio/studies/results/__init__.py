"""What the ratings of a study say: from its folder to every number, with the words for it."""
