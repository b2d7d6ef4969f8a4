-- A contact needs no promise: it stands with one, with the appointment that was missed, or alone.
DROP TRIGGER contacts_restricted_insert;
DROP TRIGGER contacts_restricted_update;
DROP TRIGGER contacts_restricted_delete;
DROP INDEX contacts_by_client;
DROP INDEX contacts_by_promise;
ALTER TABLE contacts RENAME TO contacts_before;
CREATE TABLE contacts (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    promise_id TEXT REFERENCES promises (id) ON DELETE CASCADE,
    how TEXT NOT NULL CHECK (how IN ('in_person', 'video', 'telephone', 'message')),
    outcome TEXT NOT NULL CHECK (outcome IN ('spoke', 'no_answer')),
    words TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    appointment_id TEXT REFERENCES appointments (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO contacts
    SELECT id, client_id, promise_id, how, outcome, words, made_at, made_by, NULL FROM contacts_before;
DROP TABLE contacts_before;
CREATE INDEX contacts_by_client ON contacts (client_id, made_at);
CREATE INDEX contacts_by_promise ON contacts (promise_id);
CREATE INDEX contacts_by_appointment ON contacts (appointment_id);
CREATE TRIGGER contacts_restricted_insert BEFORE INSERT ON contacts
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER contacts_restricted_update BEFORE UPDATE ON contacts
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER contacts_restricted_delete BEFORE DELETE ON contacts
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;

-- What somebody was writing on a page when it locked, and had not saved: until they go on with it.
CREATE TABLE begun_words (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32),
    client_id TEXT REFERENCES clients (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    place TEXT NOT NULL,
    words TEXT NOT NULL CHECK (json_valid(words)),
    kept_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX begun_words_by_client ON begun_words (client_id);
CREATE TRIGGER begun_words_restricted_insert BEFORE INSERT ON begun_words
    WHEN NEW.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER begun_words_restricted_update BEFORE UPDATE ON begun_words
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER begun_words_restricted_delete BEFORE DELETE ON begun_words
    WHEN OLD.client_id IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
