"""The main window and all that stands around the screens."""
