"""A registrar's afternoon, step by step: who is asked what, and what is done."""
