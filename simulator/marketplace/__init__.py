"""Where tasks meet workers: the desk, the dispatcher and the crew of simulated workers.

May import store, rendering and below. Read `desk.py` first.
"""
