"""Looking at versions of one picture: view mathematics, pyramids, the panes that paint them."""
