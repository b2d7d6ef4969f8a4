"""What a client takes home: copies, wallet cards and handouts that name no service or reason."""
