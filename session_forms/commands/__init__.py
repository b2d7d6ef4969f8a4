"""The command line of the forms.

Checks across files, import and export, and the quiet end that every command shares.
"""
