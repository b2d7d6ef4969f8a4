"""What a person meets between the start and the main window, and the daily backup."""
