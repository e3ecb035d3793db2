"""The window: pages, viewer, dialogs, in Qt; what needs torch is the work of other processes."""
