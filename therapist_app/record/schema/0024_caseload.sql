-- For a decision that came with a list of clients: it goes again with the list while nothing else is there.
ALTER TABLE consents ADD COLUMN imported_at TEXT;
