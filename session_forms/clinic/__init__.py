"""The forms that a clinic adds, and its own words for measures that ship without any."""
