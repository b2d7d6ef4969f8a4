-- A recipient's key counts once two people have compared it; one that was replaced is remembered.
ALTER TABLE recipients ADD COLUMN entered_at TEXT;
ALTER TABLE recipients ADD COLUMN compared_at TEXT;
ALTER TABLE recipients ADD COLUMN compared_by TEXT NOT NULL DEFAULT '';
ALTER TABLE recipients ADD COLUMN earlier_key TEXT NOT NULL DEFAULT '';

-- The service's own age keys, newest last, so that others can seal for it.
CREATE TABLE own_age_keys (
    public_key TEXT PRIMARY KEY NOT NULL,
    identity TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Each copy of a release that anybody can read, entered before its first byte is written.
CREATE TABLE readable_copies (
    id TEXT PRIMARY KEY NOT NULL,
    release_id TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
