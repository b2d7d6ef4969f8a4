-- A client may go on with another course: what was held before stays in the course in which it was held.
ALTER TABLE appointments ADD COLUMN earlier_programme TEXT NOT NULL DEFAULT '';
ALTER TABLE appointments ADD COLUMN earlier_version TEXT NOT NULL DEFAULT '';
DROP INDEX appointments_by_client;
CREATE INDEX appointments_by_client ON appointments
    (client_id, planned_for, state, plan_id, started_at, rest_follows, merged_with, earlier_programme);

-- Which sessions of the next course count as held, each with its reason; and what an undo puts back.
CREATE TABLE course_moves (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    from_programme TEXT NOT NULL,
    from_version TEXT NOT NULL,
    from_track TEXT NOT NULL,
    from_status TEXT NOT NULL CHECK (from_status IN ('active', 'paused', 'follow_up', 'ended')),
    from_held_before TEXT NOT NULL,
    from_held_before_on TEXT,
    to_programme TEXT NOT NULL,
    to_version TEXT NOT NULL,
    to_track TEXT NOT NULL,
    lines TEXT NOT NULL,
    planned TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    undone_at TEXT,
    undone_by TEXT NOT NULL,
    undo_reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX course_moves_by_client ON course_moves (client_id, decided_at);

CREATE TRIGGER course_moves_restricted_insert BEFORE INSERT ON course_moves
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER course_moves_restricted_update BEFORE UPDATE ON course_moves
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER course_moves_restricted_delete BEFORE DELETE ON course_moves
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
