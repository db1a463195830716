"""Annotations as tables for analysts: articles, layers, spans, relations, actors, attributions.

``rows`` says what the tables are, ``attributions`` what belongs to a claim, ``holding`` what they
can't hold; ``csv``, ``xlsx`` and ``parquet`` write them. They are made for other programs and not
read again.
"""
