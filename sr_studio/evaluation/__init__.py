"""Measuring methods on folders of pictures: the runner, its tables and its figures."""
