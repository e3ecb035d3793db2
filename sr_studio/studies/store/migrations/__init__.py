"""Migrations of the study database, run by alembic from inside the program."""
