"""BioC, the interchange format of biomedical text mining, in XML and in JSON.

Each layer is a document with the whole text as one passage, so that no span is cut; fragments are
locations, links relations of two nodes, and the rest infons. ``xml`` and ``json`` are the two
formats, ``documents`` and ``sheets`` what they share. ``docs/formats.md`` describes them.
"""
