-- Counts clients by status for the clinical lead without reading a client.
CREATE INDEX clients_by_status ON clients (status);

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

-- Processing restricted (GDPR art. 18): kept and hidden, neither changed nor exported. What was lifted stays as history.
CREATE TABLE restrictions (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (reason IN ('accuracy', 'unlawful', 'needed_for_claim', 'objection', 'retention')),
    restricted_at TEXT NOT NULL,
    review_on TEXT,
    lifted_at TEXT,
    lift_reason TEXT NOT NULL DEFAULT '' CHECK (lifted_at IS NULL OR length(lift_reason) > 0)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_restriction_a_client ON restrictions (client_id) WHERE lifted_at IS NULL;
CREATE INDEX restrictions_by_client ON restrictions (client_id);
CREATE VIEW restricted AS SELECT client_id FROM restrictions WHERE lifted_at IS NULL;

-- A reason why a record must be kept, whatever the retention rule says.
CREATE TABLE legal_holds (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    held_at TEXT NOT NULL,
    review_on TEXT,
    lifted_at TEXT,
    lift_reason TEXT NOT NULL DEFAULT '' CHECK (lifted_at IS NULL OR length(lift_reason) > 0)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_legal_hold_a_client ON legal_holds (client_id) WHERE lifted_at IS NULL;
CREATE INDEX legal_holds_by_client ON legal_holds (client_id);
CREATE VIEW legally_held AS SELECT client_id FROM legal_holds WHERE lifted_at IS NULL;

-- The same as in the service file: either of the two may be the one that survives.
CREATE TABLE erasures (
    hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    erased_at TEXT NOT NULL,
    basis TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What finished forms said before consents had a table of their own.
INSERT INTO consents (id, client_id, topic, text_id, text_version, decision, given_how, decided_at)
SELECT lower(hex(randomblob(16))), client_id, asked.topic, form_id, form_version, CASE
        WHEN json_extract(answers, asked.place) IN ('agreed', 'yes', 1) THEN 'given' ELSE 'refused'
    END, 'form', coalesce(finished_at, changed_at)
FROM filled_forms JOIN (
    SELECT 'agreement' AS form, 'working_agreement' AS topic, '$.signed' AS place
    UNION ALL SELECT 'agreement', 'figures_used', '$.pseudonymised_use'
    UNION ALL SELECT 'agreement', 'emergency_contact', '$.emergency_contact_consent'
    UNION ALL SELECT 'ending', 'contact_after_end', '$.consent_follow_up'
) AS asked ON asked.form = form_id
WHERE status = 'finished' AND json_extract(answers, asked.place) IN ('agreed', 'declined', 'yes', 'no', 1, 0);

-- A restricted client's record cannot be changed by any way of writing. A later step that rewrites rows drops these first.
CREATE TRIGGER clients_restricted_update BEFORE UPDATE ON clients
    WHEN OLD.id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER clients_restricted_delete BEFORE DELETE ON clients
    WHEN OLD.id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER identities_restricted_insert BEFORE INSERT ON identities
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER identities_restricted_update BEFORE UPDATE ON identities
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER identities_restricted_delete BEFORE DELETE ON identities
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER appointments_restricted_insert BEFORE INSERT ON appointments
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER appointments_restricted_update BEFORE UPDATE ON appointments
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER appointments_restricted_delete BEFORE DELETE ON appointments
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER filled_forms_restricted_insert BEFORE INSERT ON filled_forms
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER filled_forms_restricted_update BEFORE UPDATE ON filled_forms
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER filled_forms_restricted_delete BEFORE DELETE ON filled_forms
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER alerts_restricted_insert BEFORE INSERT ON alerts
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER alerts_restricted_update BEFORE UPDATE ON alerts
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER alerts_restricted_delete BEFORE DELETE ON alerts
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER gate_overrides_restricted_insert BEFORE INSERT ON gate_overrides
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER gate_overrides_restricted_update BEFORE UPDATE ON gate_overrides
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER gate_overrides_restricted_delete BEFORE DELETE ON gate_overrides
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER course_events_restricted_insert BEFORE INSERT ON course_events
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER course_events_restricted_update BEFORE UPDATE ON course_events
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER course_events_restricted_delete BEFORE DELETE ON course_events
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER step_marks_restricted_insert BEFORE INSERT ON step_marks
    WHEN (SELECT client_id FROM appointments WHERE id = NEW.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER step_marks_restricted_update BEFORE UPDATE ON step_marks
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER step_marks_restricted_delete BEFORE DELETE ON step_marks
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER fidelity_ratings_restricted_insert BEFORE INSERT ON fidelity_ratings
    WHEN (SELECT client_id FROM appointments WHERE id = NEW.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER fidelity_ratings_restricted_update BEFORE UPDATE ON fidelity_ratings
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER fidelity_ratings_restricted_delete BEFORE DELETE ON fidelity_ratings
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER second_ratings_restricted_insert BEFORE INSERT ON second_ratings
    WHEN (SELECT client_id FROM appointments WHERE id = NEW.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER second_ratings_restricted_update BEFORE UPDATE ON second_ratings
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER second_ratings_restricted_delete BEFORE DELETE ON second_ratings
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER signatures_restricted_insert BEFORE INSERT ON signatures
    WHEN (SELECT client_id FROM appointments WHERE id = NEW.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER signatures_restricted_update BEFORE UPDATE ON signatures
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER signatures_restricted_delete BEFORE DELETE ON signatures
    WHEN (SELECT client_id FROM appointments WHERE id = OLD.appointment_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;

-- Nor can a client be deleted while a reason to keep the record stands.
CREATE TRIGGER clients_held_delete BEFORE DELETE ON clients
    WHEN OLD.id IN legally_held BEGIN SELECT RAISE(ABORT, 'legal-hold'); END;
