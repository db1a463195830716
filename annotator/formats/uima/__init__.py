"""UIMA CAS, which INCEpTION and DKPro exchange, in XMI and in JSON 0.4.

Everything goes through dkpro-cassis, which counts as the files do: UTF-16 units. ``types`` has the
layers, ``writing`` and ``reading`` what the two formats ``xmi`` and ``json`` share.
``docs/formats.md`` describes them for their users.
"""
