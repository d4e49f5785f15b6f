"""The command `a2i-simulator`: serve, demo, and the control API from a shell.

May import everything. What a command needs is imported when it runs, so that client commands start fast. Read `main.py`
first.
"""
