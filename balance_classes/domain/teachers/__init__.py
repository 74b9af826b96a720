"""Teams of teachers, and the second lot that pairs them with classes."""
