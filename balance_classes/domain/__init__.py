"""What is formed and by which rules, in plain frozen Python without any library."""
