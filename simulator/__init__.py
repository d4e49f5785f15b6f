"""A2I simulator: Amazon Augmented AI on your own machine, people included.

Start reading at `app.py`, which puts every room together.
"""

__version__ = "0.1.0"
