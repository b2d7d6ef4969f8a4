"""Definition files: TOML into frozen models within limits; errors with file, line and remedy."""
