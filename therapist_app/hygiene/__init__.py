"""What the process must not leak: memory, files, copies, words in logs, a connection."""
