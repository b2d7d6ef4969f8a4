"""The main window: rail, navigation, commands, idle lock."""
