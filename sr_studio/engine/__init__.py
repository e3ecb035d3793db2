"""The engine process: protocol (pure), server (torch), client (no torch)."""
