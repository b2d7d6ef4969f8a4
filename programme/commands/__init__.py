"""The command line of the programme, one module a command."""
