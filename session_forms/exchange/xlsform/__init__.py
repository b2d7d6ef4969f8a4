"""An XLSForm becomes a form: the workbook's sheets, the survey's rows, their expressions."""
