-- A release is entered before the first of its bytes is written: 'begun' until it is known what became of it.
ALTER TABLE releases ADD COLUMN standing TEXT NOT NULL DEFAULT 'released'
    CHECK (standing IN ('begun', 'released', 'interrupted'));
-- Where it is being written, while that is not known to be over.
ALTER TABLE releases ADD COLUMN place TEXT NOT NULL DEFAULT '';

-- Content packs as they were signed, so that each backup of this file carries them. No client data.
CREATE TABLE pack_files (
    sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64),
    data BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Forms and words that the clinic added beside the record, for the same reason. No client data.
CREATE TABLE site_files (
    name TEXT PRIMARY KEY NOT NULL,
    data BLOB NOT NULL
) STRICT, WITHOUT ROWID;
