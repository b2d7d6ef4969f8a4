"""The week and the day of one's own appointments, by code."""
