-- The service file: settings, codes in use, recipients, pseudonym keys, releases. No client data.
CREATE TABLE about (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- Keyed hashes of the client codes given out, so that a code is unique in the service.
CREATE TABLE codes (
    hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE pseudonym_keys (
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    key BLOB NOT NULL CHECK (length(key) = 32),
    created_at TEXT NOT NULL,
    PRIMARY KEY (recipient, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE recipients (
    name TEXT PRIMARY KEY NOT NULL,
    age_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE releases (
    id TEXT PRIMARY KEY NOT NULL,
    profile TEXT NOT NULL,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    made_at TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    manifest TEXT NOT NULL CHECK (json_valid(manifest)),
    unprotected TEXT NOT NULL CHECK (json_valid(unprotected))
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    n INTEGER PRIMARY KEY,
    entry BLOB NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    signature BLOB
) STRICT;
