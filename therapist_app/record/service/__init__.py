"""The tables of service.db: settings, recipients, releases, files of content, counts, secrets."""
