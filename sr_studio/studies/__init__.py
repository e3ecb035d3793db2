"""Rating studies, from design to report. No torch, no Qt."""
