"""The report in other forms: an Excel workbook, a Word document, and its pictures as files."""
