"""Other people's models and weights on the net: found, shown, fetched and checked when asked."""
