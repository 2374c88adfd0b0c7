"""Excel workbooks: the year-end workbook, a statutory return, a list as a table."""
