"""Randomisation tests of class lists: the real one among thousands that lots alone would give."""
