"""The encrypted client record, free of Qt: files, keys, tables, backups and repair."""
