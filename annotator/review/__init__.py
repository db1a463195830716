"""From several annotators' layers to one gold layer: cases, decisions, and what they add up to.

Pure functions over layers; what they decide comes as a `Change`. May import the store and what
lies beneath it.
"""
