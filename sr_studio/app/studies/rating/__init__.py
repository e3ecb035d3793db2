"""The rater's screen: a window of its own that shows what is to be rated and takes the answer."""
