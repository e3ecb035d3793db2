"""Looking at versions of one picture: pyramids, the panes that paint them, tools, exports."""
