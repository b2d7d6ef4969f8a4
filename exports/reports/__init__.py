"""The service report, with every table, picture and rule in it."""
