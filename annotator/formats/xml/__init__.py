"""What the formats made of XML share: reading it element by element, and writing it as text.

Nothing is fetched, no entity is expanded, and nesting and size are bounded.
"""
