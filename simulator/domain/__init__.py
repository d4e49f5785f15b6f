"""What A2I is: human loops, tasks, work teams, output documents, names and errors.

Pure: imports nothing but the pure standard library. No clock, no randomness, no await.
Read `tasks.py` first: the life of a task is the heart of the whole.
"""
