"""Pages and logs of an encrypted SQLite file, read where SQLite refuses to open it."""
