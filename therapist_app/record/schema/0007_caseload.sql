-- The client left before the end of this meeting: the session was broken off.
ALTER TABLE appointments ADD COLUMN broken_off INTEGER NOT NULL DEFAULT 0 CHECK (broken_off IN (0, 1));

-- What was promised to a client, or about one, until it is kept or let go for a reason.
CREATE TABLE promises (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('next_contact', 'reach_client', 'tell_somebody')),
    alert_id TEXT REFERENCES alerts (id) ON DELETE CASCADE,
    appointment_id TEXT REFERENCES appointments (id) ON DELETE CASCADE,
    due_on TEXT NOT NULL,
    words TEXT NOT NULL,
    promised_at TEXT NOT NULL,
    promised_by TEXT NOT NULL,
    closed_at TEXT,
    closed_how TEXT NOT NULL DEFAULT '' CHECK (closed_how IN ('', 'contact', 'session', 'told', 'let_go')),
    closed_by TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '' CHECK (closed_how <> 'let_go' OR length(reason) > 0),
    CHECK ((closed_at IS NULL) = (closed_how = ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX promises_by_client ON promises (client_id, promised_at);
CREATE INDEX promises_open ON promises (due_on, client_id) WHERE closed_at IS NULL;
CREATE INDEX promises_by_alert ON promises (alert_id) WHERE alert_id IS NOT NULL;
CREATE INDEX promises_by_appointment ON promises (appointment_id) WHERE appointment_id IS NOT NULL;

-- Each try to reach a client, or somebody for them, because of a promise.
CREATE TABLE contacts (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    promise_id TEXT NOT NULL REFERENCES promises (id) ON DELETE CASCADE,
    how TEXT NOT NULL CHECK (how IN ('in_person', 'video', 'telephone', 'message')),
    outcome TEXT NOT NULL CHECK (outcome IN ('spoke', 'no_answer')),
    words TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contacts_by_client ON contacts (client_id, made_at);
CREATE INDEX contacts_by_promise ON contacts (promise_id);

-- What a client began alone and nobody finished: a hand-over that was interrupted.
CREATE INDEX begun_by_clients ON filled_forms (client_id) WHERE status = 'draft' AND filled_by = 'client';

-- A rating of a session whose note is signed is corrected openly: the first one stays.
CREATE TABLE fidelity_amendments (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    appointment_id TEXT NOT NULL REFERENCES appointments (id) ON DELETE CASCADE,
    item_id TEXT NOT NULL,
    rating TEXT NOT NULL CHECK (rating IN ('0', '1', '2', 'na')),
    reason TEXT NOT NULL,
    amend_reason TEXT NOT NULL CHECK (length(amend_reason) > 0),
    amended_by TEXT NOT NULL,
    amended_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX fidelity_amendments_by_appointment ON fidelity_amendments (appointment_id, amended_at);

CREATE TRIGGER promises_restricted_insert BEFORE INSERT ON promises
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER promises_restricted_update BEFORE UPDATE ON promises
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER promises_restricted_delete BEFORE DELETE ON promises
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER contacts_restricted_insert BEFORE INSERT ON contacts
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER contacts_restricted_update BEFORE UPDATE ON contacts
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER contacts_restricted_delete BEFORE DELETE ON contacts
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER fidelity_amendments_restricted_insert BEFORE INSERT ON fidelity_amendments
    WHEN (SELECT client_id FROM appointments WHERE id = NEW.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER fidelity_amendments_restricted_update BEFORE UPDATE ON fidelity_amendments
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER fidelity_amendments_restricted_delete BEFORE DELETE ON fidelity_amendments
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
