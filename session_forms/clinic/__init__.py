"""What a clinic adds: forms of its own, words for measures without any, and translations."""
