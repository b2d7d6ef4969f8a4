"""When it locks.

After a while without a person, by key, before the main window stands, or because the system
says so; and how the process is left.
"""
