"""What assistive technology is told: what things are, and what just happened."""
