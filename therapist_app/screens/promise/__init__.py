"""One promise: each try to keep it, and how it is closed."""
