"""Articles as tokens: what training code reads instead of offsets.

``tokenizers`` cuts a text, ``placing`` puts spans on the tokens, ``tags`` turns them into BIO tags
and back, ``sentences`` parts the tokens. Pure functions; nothing here reads or writes files.
"""
