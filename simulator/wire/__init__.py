"""The AWS protocols: bytes to parameters and results to bytes, for any operation of any service model.

Knows no A2I: which operations are served, and by what, is handed in. May import domain and below.
Read `gateway.py` first.
"""
