"""An XLSForm becomes a form.

The sheets of a spreadsheet file, the survey's rows and their expressions.
"""
