"""Moving a service to this laptop from its backups, before there is one here."""
