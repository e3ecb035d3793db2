"""Comparing versions of one picture: where one looks, what differs, what leaves the program."""
