"""After the classes: verify, draw again, explain, tell, publish."""
