"""The page that says what this computer has, what would be used and what is missing."""
