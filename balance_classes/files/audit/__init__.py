"""The workbook and the page of an audit."""
