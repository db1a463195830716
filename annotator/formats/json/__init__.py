"""What the formats made of JSON share: reading it record by record, and asking a record's entries.

May import ``annotator.formats.sheet`` and ``annotator.errors``.
"""
