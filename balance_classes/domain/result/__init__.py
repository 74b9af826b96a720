"""Formed classes, every claim about them recounted, and the sentences that tell them."""
