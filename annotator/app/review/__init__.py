"""The review workspace: what several annotators made of an article becomes one gold.

Cases and decisions come from `annotator.review`; here they are shown, and keys become decisions.
"""
