"""From raw cells to students: header, rows, values, checks, wishes."""
