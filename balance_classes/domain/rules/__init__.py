"""What a draw goes by: rules, class names, capacity."""
