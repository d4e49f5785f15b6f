"""Effects that follow a commit: the relay, and the writing of `output.json` to S3.

May import store, rendering and below. Read `relay.py` first.
"""
