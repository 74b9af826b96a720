"""Forms balanced school classes from a roster and records a draw that anyone can repeat."""

__version__ = "0.1.0"
