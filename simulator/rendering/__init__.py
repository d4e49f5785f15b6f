"""Worker task templates: Liquid to HTML in a sandbox, the form a page asks, the answer a form gives.

May import domain and below, never the store. Read `liquid.py` first.
"""
