-- What a client agreed to or refused, and in which version of which text.
CREATE TABLE consents (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    text_id TEXT NOT NULL,
    text_version TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('given', 'refused', 'withdrawn')),
    given_how TEXT NOT NULL CHECK (given_how IN ('signed_paper', 'spoken', 'form')),
    decided_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX consents_by_client ON consents (client_id, topic, decided_at);

-- Processing restricted (GDPR art. 18): kept and hidden, neither changed nor exported.
CREATE TABLE restrictions (
    client_id TEXT PRIMARY KEY NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('accuracy', 'unlawful', 'needed_for_claim', 'objection', 'retention')),
    restricted_at TEXT NOT NULL,
    review_on TEXT
) STRICT, WITHOUT ROWID;

-- A reason why a record must be kept, whatever the retention rule says.
CREATE TABLE legal_holds (
    client_id TEXT PRIMARY KEY NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    held_at TEXT NOT NULL,
    review_on TEXT
) STRICT, WITHOUT ROWID;

-- The same as in the service file: either of the two may be the one that survives.
CREATE TABLE erasures (
    hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    erased_at TEXT NOT NULL,
    basis TEXT NOT NULL
) STRICT, WITHOUT ROWID;
