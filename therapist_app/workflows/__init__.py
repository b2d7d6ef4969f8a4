"""What touches two packages, one file each; Qt-free."""
