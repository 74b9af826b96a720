"""How results are told, to people and to scripts."""
