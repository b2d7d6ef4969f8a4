-- A session may be split between two meetings, held together with the next one, or held again.
ALTER TABLE appointments ADD COLUMN rest_follows INTEGER NOT NULL DEFAULT 0 CHECK (rest_follows IN (0, 1));
ALTER TABLE appointments ADD COLUMN continues TEXT REFERENCES appointments (id) ON DELETE CASCADE;
ALTER TABLE appointments ADD COLUMN merged_with TEXT NOT NULL DEFAULT '';
ALTER TABLE appointments ADD COLUMN occurrence INTEGER NOT NULL DEFAULT 1 CHECK (occurrence >= 1);

-- Holds all that the list of clients asks for, so that the list reads no appointment itself.
DROP INDEX appointments_by_client;
CREATE INDEX appointments_by_client
    ON appointments (client_id, planned_for, state, plan_id, started_at, rest_follows, merged_with);

-- What was out of the ordinary in a course, and why: an order changed, a pause, an ending, another version.
CREATE TABLE course_events (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX course_events_by_client ON course_events (client_id, decided_at);

-- A second rater looks at a session's fidelity items without seeing the first ratings.
CREATE TABLE second_ratings (
    appointment_id TEXT NOT NULL REFERENCES appointments (id) ON DELETE CASCADE,
    item_id TEXT NOT NULL,
    rating TEXT NOT NULL CHECK (rating IN ('0', '1', '2', 'na')),
    rater TEXT NOT NULL CHECK (length(rater) > 0),
    rated_at TEXT NOT NULL,
    PRIMARY KEY (appointment_id, item_id)
) STRICT, WITHOUT ROWID;
