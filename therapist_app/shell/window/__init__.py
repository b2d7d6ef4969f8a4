"""The main window: frame, rail, look and cover, what it is handed, what it says of failures."""
