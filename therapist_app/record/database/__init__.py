"""One encrypted SQLite file: connection, migrations, the one way to change it, audit, anchor."""
