"""Up to the classes: check, seal, draw, and the programs and forms beside it."""
