"""What the two large pages read from the record: the clients, and what today asks for."""
