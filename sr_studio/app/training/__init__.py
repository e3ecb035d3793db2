"""The page that trains: new runs, runs under way, their curves and pictures. No torch."""
