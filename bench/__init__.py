"""Benchmarks: each figure stands beside a ceiling or a peer measured in the same run. `python -m bench`."""
