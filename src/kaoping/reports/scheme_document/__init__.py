"""A scheme printed as an office prints it: one content of tables, set as a Word document, a page or a workbook."""
