"""The export workspace: choose what a dataset shall be, see what it would hold, write it.

May import what the rest of ``annotator.app`` may, but for the other workspaces.
"""
