"""The main window.

Its frame and rail, its look and its cover, what it is handed by whoever opens it, and what it
says when something fails.
"""
