-- Texts on the limits of confidentiality that this service writes, has read again and approves. No client data.
CREATE TABLE local_texts (
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    text TEXT NOT NULL CHECK (json_valid(text)),
    written_by TEXT NOT NULL,
    written_on TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    read_by TEXT NOT NULL DEFAULT '',
    read_on TEXT,
    approved_by TEXT NOT NULL DEFAULT '',
    approved_at TEXT,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
