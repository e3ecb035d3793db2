"""The rater's screen: a window of its own that shows one image at a time and takes one rating."""
