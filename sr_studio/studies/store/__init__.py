"""The study's database: tables, triggers, migrations, and the operations on them."""
