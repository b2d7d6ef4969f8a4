"""What touches two packages, a room for each part of the work; free of Qt."""
