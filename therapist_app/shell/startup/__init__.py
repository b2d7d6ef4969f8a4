"""What a person meets between the start and the main window.

The window before unlocking, the pages now and then in between, and the daily backup.
"""
