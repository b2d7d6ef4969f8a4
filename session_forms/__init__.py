"""Forms, free of Qt and clients: what they ask, how they are filled in, how they are scored."""
