"""What can be worked out from an article's text: offsets, words, sentences, quotations, search.

Pure functions over `str`, no input or output, no Qt. Offsets are code points and ranges are
half-open throughout; only `offsets` knows of UTF-16 and UTF-8. May import the standard library
and `annotator.errors`; `regex` and `sentencex` only inside the function that needs them.
"""
