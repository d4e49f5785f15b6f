"""What each A2I operation does: parameters in, result out. Knows no HTTP.

May import marketplace, outbox, store, rendering and below; never wire. Read `table.py` first.
"""
