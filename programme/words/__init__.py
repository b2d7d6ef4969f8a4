"""The parts of a programme and of its forms in words."""
