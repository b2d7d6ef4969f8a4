"""What every format shares.

A form as plain keys, names in our spelling, the list of what was left behind, and JSON and TOML
as text.
"""
