"""The command line of the forms: checks across files, import and export."""
