-- Who approved a release besides, and which earlier one it takes the place of.
ALTER TABLE releases ADD COLUMN second_by TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN reissue_of TEXT NOT NULL DEFAULT '';

-- Releases that wait for a second person: encrypted once, the key sealed to each who may look.
CREATE TABLE waiting_releases (
    id TEXT PRIMARY KEY NOT NULL,
    asked_at TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    boxes TEXT NOT NULL CHECK (json_valid(boxes)),
    sealed BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What was corrected in the record after a release that it changes; no client is named.
CREATE TABLE release_corrections (
    id TEXT PRIMARY KEY NOT NULL,
    release_id TEXT NOT NULL,
    corrected_at TEXT NOT NULL,
    corrected_by TEXT NOT NULL,
    form_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
