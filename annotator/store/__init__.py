"""The project file: one SQLite database, read freely and written through one door.

The only place with SQL. May import `annotator.model`, `annotator.text` and `annotator.errors`.
"""
