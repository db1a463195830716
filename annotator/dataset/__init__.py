"""Datasets out of a project: which layers, in what shape, split how, written with a card.

May import formats, agreement, intake and what lies beneath them.
"""
