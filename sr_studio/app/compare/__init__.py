"""The page that puts any number of versions of one picture beside each other."""
