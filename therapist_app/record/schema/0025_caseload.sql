-- What was answered to an alert is searched with the words of the form that raised it.
-- Those of a restricted record wait as well: they are found once the restriction is lifted.
DROP TRIGGER forms_to_search_restricted_insert;
INSERT OR IGNORE INTO forms_to_search SELECT filled_form_id FROM alerts WHERE acknowledgement IS NOT NULL;
CREATE TRIGGER forms_to_search_restricted_insert BEFORE INSERT ON forms_to_search
    WHEN (SELECT client_id FROM filled_forms WHERE id = NEW.filled_form_id) IN restricted BEGIN SELECT RAISE(ABORT, 'restricted'); END;
CREATE TRIGGER alerts_to_search_insert AFTER INSERT ON alerts WHEN NEW.acknowledgement IS NOT NULL
    BEGIN INSERT INTO forms_to_search SELECT NEW.filled_form_id
        WHERE NEW.filled_form_id NOT IN (SELECT filled_form_id FROM forms_to_search); END;
CREATE TRIGGER alerts_to_search_update AFTER UPDATE OF acknowledgement ON alerts WHEN NEW.acknowledgement IS NOT NULL
    BEGIN INSERT INTO forms_to_search SELECT NEW.filled_form_id
        WHERE NEW.filled_form_id NOT IN (SELECT filled_form_id FROM forms_to_search); END;
