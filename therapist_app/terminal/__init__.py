"""The record looked after from a terminal: signing in, checks, backups, its inventory."""
