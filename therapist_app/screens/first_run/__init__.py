"""The first run: a service is made, its recovery sheet printed and typed back."""
