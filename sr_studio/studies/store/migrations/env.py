"""Runs the migrations on the connection the program hands over; there is no other way in."""

from __future__ import annotations

from alembic import context

from sr_studio.studies.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
