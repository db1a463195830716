"""The workspace that shows how far annotators agree: scope on the left, figures as cards.

All figures come from ``annotator.agreement``; here they are only laid out, drawn and opened.
"""
