"""What is printed: the workbook of a result, sheet by sheet."""
