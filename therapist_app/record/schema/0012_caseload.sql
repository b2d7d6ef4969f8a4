-- The words of answers, to be searched: worked out from the filled forms, and again whenever they change.
-- A number rises with the day of the form; it stands for it in the long table.
CREATE TABLE searched_forms (
    number INTEGER PRIMARY KEY NOT NULL,
    filled_form_id TEXT NOT NULL UNIQUE REFERENCES filled_forms (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE searched_words (
    word TEXT NOT NULL CHECK (length(word) > 0),
    number INTEGER NOT NULL REFERENCES searched_forms (number) ON DELETE CASCADE,
    PRIMARY KEY (word, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX searched_words_by_form ON searched_words (number);

-- Forms whose words were not taken since they changed, by whatever way they were written.
CREATE TABLE forms_to_search (
    filled_form_id TEXT PRIMARY KEY NOT NULL REFERENCES filled_forms (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO forms_to_search SELECT id FROM filled_forms;
CREATE TRIGGER filled_forms_to_search_insert AFTER INSERT ON filled_forms
    BEGIN INSERT INTO forms_to_search SELECT NEW.id
        WHERE NEW.id NOT IN (SELECT filled_form_id FROM forms_to_search); END;
CREATE TRIGGER filled_forms_to_search_update AFTER UPDATE OF answers, status ON filled_forms
    BEGIN INSERT INTO forms_to_search SELECT NEW.id
        WHERE NEW.id NOT IN (SELECT filled_form_id FROM forms_to_search); END;

CREATE TRIGGER searched_forms_restricted_insert BEFORE INSERT ON searched_forms
    WHEN (SELECT client_id FROM filled_forms WHERE id = NEW.filled_form_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER searched_forms_restricted_update BEFORE UPDATE ON searched_forms
    WHEN (SELECT client_id FROM filled_forms WHERE id = OLD.filled_form_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER searched_forms_restricted_delete BEFORE DELETE ON searched_forms
    WHEN (SELECT client_id FROM filled_forms WHERE id = OLD.filled_form_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER searched_words_restricted_insert BEFORE INSERT ON searched_words
    WHEN (SELECT client_id FROM filled_forms JOIN searched_forms ON filled_form_id = id WHERE number = NEW.number) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER searched_words_restricted_update BEFORE UPDATE ON searched_words
    WHEN (SELECT client_id FROM filled_forms JOIN searched_forms ON filled_form_id = id WHERE number = OLD.number) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER searched_words_restricted_delete BEFORE DELETE ON searched_words
    WHEN (SELECT client_id FROM filled_forms JOIN searched_forms ON filled_form_id = id WHERE number = OLD.number) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER forms_to_search_restricted_insert BEFORE INSERT ON forms_to_search
    WHEN (SELECT client_id FROM filled_forms WHERE id = NEW.filled_form_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER forms_to_search_restricted_update BEFORE UPDATE ON forms_to_search
    WHEN (SELECT client_id FROM filled_forms WHERE id = OLD.filled_form_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER forms_to_search_restricted_delete BEFORE DELETE ON forms_to_search
    WHEN (SELECT client_id FROM filled_forms WHERE id = OLD.filled_form_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
