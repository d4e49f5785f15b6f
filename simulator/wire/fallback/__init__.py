"""Every AWS call that is not ours, answered by moto in this process, with an S3 that survives a restart.

Knows no A2I and imports no other room but the clock-free bottom ones. Only `moto_app.py` and what it imports touch
moto, and they are imported in the background, since moto takes seconds to load. Read `embedded.py` first.
"""
