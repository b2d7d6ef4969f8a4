"""What the laptop itself does for a record: read from texts that the system gives everybody."""
