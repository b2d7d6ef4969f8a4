-- Who came from a list carries the moment at which it was brought in: it says where they come from, and takes the list back as a whole.
ALTER TABLE clients ADD COLUMN imported_at TEXT;
CREATE INDEX clients_imported ON clients (imported_at) WHERE imported_at IS NOT NULL;
