"""The year: sections and figures, the Excel workbook."""
