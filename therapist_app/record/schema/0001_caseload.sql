-- One caseload: the clients of one therapist. Rows hold ids, versions and JSON answers, never a score.
CREATE TABLE about (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clients (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    code TEXT NOT NULL UNIQUE,
    created_on TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'paused', 'follow_up', 'ended')),
    programme_id TEXT NOT NULL,
    programme_version TEXT NOT NULL,
    track TEXT NOT NULL,
    adaptations TEXT NOT NULL CHECK (json_valid(adaptations)),
    age_band TEXT NOT NULL,
    gender TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who stands behind a code. Read by record/identities.py alone.
CREATE TABLE identities (
    client_id TEXT PRIMARY KEY NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    anonymity TEXT NOT NULL CHECK (anonymity IN ('named', 'pseudonym', 'code_only')),
    name TEXT NOT NULL,
    contact TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    emergency_contact TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE appointments (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    plan_id TEXT NOT NULL,
    plan_version INTEGER NOT NULL,
    planned_for TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('in_person', 'video', 'telephone')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'in_progress', 'on_hold', 'held', 'signed', 'missed')),
    attendance TEXT NOT NULL CHECK (attendance IN ('', 'attended', 'late', 'cancelled_client', 'cancelled_service', 'did_not_attend')),
    current_step TEXT NOT NULL,
    started_at TEXT,
    resumed_at TEXT,
    seconds_used INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT
) STRICT, WITHOUT ROWID;
-- Holds all that the list of clients asks for, so that the list reads no appointment itself.
CREATE INDEX appointments_by_client ON appointments (client_id, planned_for, state, plan_id, started_at);
CREATE INDEX appointments_by_day ON appointments (planned_for, state);
CREATE INDEX appointments_by_state ON appointments (state, planned_for);

CREATE TABLE step_marks (
    appointment_id TEXT NOT NULL REFERENCES appointments (id) ON DELETE CASCADE,
    step_id TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('done', 'skipped')),
    reason TEXT NOT NULL,
    marked_at TEXT NOT NULL,
    PRIMARY KEY (appointment_id, step_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE filled_forms (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    appointment_id TEXT REFERENCES appointments (id) ON DELETE CASCADE,
    form_id TEXT NOT NULL,
    form_version INTEGER NOT NULL,
    slot TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'finished')),
    filled_by TEXT NOT NULL CHECK (filled_by IN ('therapist', 'client', 'together', 'paper')),
    amends TEXT REFERENCES filled_forms (id) ON DELETE CASCADE,
    amend_reason TEXT NOT NULL DEFAULT '',
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    started_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    finished_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX filled_forms_by_client ON filled_forms (client_id, form_id, changed_at);
CREATE INDEX plans_by_review ON filled_forms (form_id, json_extract(answers, '$.review_date')) WHERE status = 'finished';
CREATE INDEX filled_forms_amending ON filled_forms (amends) WHERE amends IS NOT NULL;
CREATE INDEX filled_forms_by_appointment ON filled_forms (appointment_id);
CREATE UNIQUE INDEX one_filled_form_a_slot ON filled_forms (client_id, slot) WHERE slot IS NOT NULL AND amends IS NULL;

CREATE TABLE alerts (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    appointment_id TEXT REFERENCES appointments (id) ON DELETE CASCADE,
    filled_form_id TEXT NOT NULL REFERENCES filled_forms (id) ON DELETE CASCADE,
    form_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    stream TEXT NOT NULL CHECK (stream IN ('suicide', 'child_safety')),
    level TEXT NOT NULL CHECK (level IN ('watch', 'act', 'urgent')),
    states TEXT NOT NULL,
    opens TEXT NOT NULL CHECK (json_valid(opens)),
    opened_at TEXT NOT NULL,
    acknowledged_at TEXT,
    acknowledgement TEXT CHECK (acknowledgement IS NULL OR json_valid(acknowledgement)),
    UNIQUE (filled_form_id, question_id, stream, level)
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_open ON alerts (client_id) WHERE acknowledged_at IS NULL;
CREATE INDEX alerts_by_appointment ON alerts (appointment_id);
CREATE INDEX alerts_by_client ON alerts (client_id, opened_at);

CREATE TABLE fidelity_ratings (
    appointment_id TEXT NOT NULL REFERENCES appointments (id) ON DELETE CASCADE,
    item_id TEXT NOT NULL,
    rating TEXT NOT NULL CHECK (rating IN ('0', '1', '2', 'na')),
    reason TEXT NOT NULL,
    rated_at TEXT NOT NULL,
    PRIMARY KEY (appointment_id, item_id)
) STRICT, WITHOUT ROWID;

-- The note is the filled form `session-note`; this row is its signature. An amendment is a further filled form.
CREATE TABLE signatures (
    filled_form_id TEXT PRIMARY KEY NOT NULL REFERENCES filled_forms (id) ON DELETE CASCADE,
    appointment_id TEXT NOT NULL REFERENCES appointments (id) ON DELETE CASCADE,
    signed_by TEXT NOT NULL,
    signed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX signatures_by_appointment ON signatures (appointment_id);
CREATE INDEX signatures_by_time ON signatures (signed_at);

CREATE TABLE gate_overrides (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    gate_id TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    supervisor TEXT NOT NULL CHECK (length(supervisor) > 0),
    overridden_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX gate_overrides_by_client ON gate_overrides (client_id);

-- No clinical text: ids, the action and the names of fields only.
CREATE TABLE audit (
    n INTEGER PRIMARY KEY,
    entry BLOB NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    signature BLOB
) STRICT;
