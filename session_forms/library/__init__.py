"""All installed forms by id and version, read from their files and held to each other."""
