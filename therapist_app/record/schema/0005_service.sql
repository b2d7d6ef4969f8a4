-- Backups that were made: which file of the record, where it was put, when it was read back. No client data.
CREATE TABLE backups (
    id TEXT NOT NULL CHECK (length(id) = 32), -- the same for each copy of one backup
    database TEXT NOT NULL, -- 'service', or the id of a caseload
    place TEXT NOT NULL, -- '' is the service folder's own, else the folder that was chosen
    file TEXT NOT NULL,
    generation INTEGER NOT NULL, -- of the key of that file when it was copied
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    verified_at TEXT, -- when it was last read back and found whole
    fault TEXT NOT NULL DEFAULT '', -- what was found when it was last read back and not whole
    removed_at TEXT,
    PRIMARY KEY (id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX backups_by_database ON backups (database, made_at);

-- The newest full check of each file.
CREATE TABLE record_checks (
    database TEXT PRIMARY KEY NOT NULL,
    checked_at TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    findings TEXT NOT NULL CHECK (json_valid(findings))
) STRICT, WITHOUT ROWID;

-- What the clinical lead sees of a caseload, written by its therapist's own session: counts and ages, never a client.
CREATE TABLE caseload_figures (
    caseload TEXT PRIMARY KEY NOT NULL,
    written_at TEXT NOT NULL,
    written_by TEXT NOT NULL,
    occasion TEXT NOT NULL CHECK (occasion IN ('signed_in', 'locked')),
    figures TEXT NOT NULL CHECK (json_valid(figures))
) STRICT, WITHOUT ROWID;

-- Keyed hashes of clients who were erased, so that a restored backup erases them again.
CREATE TABLE erasures (
    hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    erased_at TEXT NOT NULL,
    basis TEXT NOT NULL
) STRICT, WITHOUT ROWID;
