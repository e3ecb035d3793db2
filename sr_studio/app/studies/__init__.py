"""The Study page and the rater's screen: the Qt side of rating studies."""
