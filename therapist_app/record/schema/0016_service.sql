-- Quarters that were closed, the changed figures that each caseload gave to them, and the secret by which figures are changed. No client data.
CREATE TABLE quarters (
    quarter TEXT PRIMARY KEY,
    confirmed_by TEXT NOT NULL,
    confirmed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE quarter_figures (
    quarter TEXT NOT NULL,
    caseload TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    figures TEXT NOT NULL CHECK (json_valid(figures)),
    PRIMARY KEY (quarter, caseload)
) STRICT, WITHOUT ROWID;
CREATE TABLE record_keys (
    purpose TEXT PRIMARY KEY,
    key BLOB NOT NULL CHECK (length(key) = 32),
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
