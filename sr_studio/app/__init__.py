"""The window: a thin Qt skin over the engine client; torch is never imported here."""
