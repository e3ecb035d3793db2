"""The number of an erased rater stays, so that nobody else gets it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add ``erasures.number``; of raters who were erased before it is not known."""
    op.add_column("erasures", sa.Column("number", sa.Integer(), nullable=True))
