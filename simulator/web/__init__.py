"""The pages for people and the control API for tests: portal, console, live updates, `/_simulator`.

May import marketplace, outbox, store, rendering and below; never wire or operations. Read `routes.py` first.
"""
