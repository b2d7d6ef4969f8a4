-- The time of change moves at every pause in typing: in an index it is written twice each time. A client has few of each form.
DROP INDEX filled_forms_by_client;
CREATE INDEX filled_forms_by_client ON filled_forms (client_id, form_id);
