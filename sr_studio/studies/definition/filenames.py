"""What the files and folders of a study are called, wherever they are written or read."""

from __future__ import annotations

#: The draft; the frozen study; which code is which system.
STUDY_FILE, MANIFEST_FILE, KEY_FILE = "study.toml", "manifest.json", "key.json"
#: The ratings; or one line with the URL of the server they are on.
DATABASE_FILE, DATABASE_NOTE = "study.sqlite", "database.txt"
#: What an import noted about ratings that were made elsewhere: their source and their names.
ORIGIN_FILE = "import.json"
#: The pictures as they are shown.
STIMULI = "stimuli"
#: Copies of the database; ratings it refused; one file for each rater who sits there.
BACKUPS, JOURNAL, LOCKS = "backups", "journal", "locks"
#: What was written about the ratings, and what was written of them.
REPORTS, EXPORTS = "reports", "exports"
