"""The encrypted client record; Qt-free."""
