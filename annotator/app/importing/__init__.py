"""The import window: what was found in files, a look at each article, and what of it to take.

May import what other workspaces may; shows a `Survey` and asks the desk to take it.
"""
