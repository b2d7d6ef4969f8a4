"""What this application is, and which keys it knows."""
