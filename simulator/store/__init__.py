"""What is kept: the tables, the one writer with group commit, and the queries that must be atomic.

May import domain, clock, entropy, settings. Read `unit_of_work.py` first.
"""
