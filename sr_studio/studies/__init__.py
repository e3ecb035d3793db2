"""Rating studies: design, database, presentation plan, statistics, figures, report, export. No torch, no Qt."""
