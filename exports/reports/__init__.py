"""The client's outcome summary and the service report, with every table in them."""
