"""When it locks: by idleness, by key, because the system says so; how the process is left."""
