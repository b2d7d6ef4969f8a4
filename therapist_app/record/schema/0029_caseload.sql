-- What was decided in supervision is looked for when the next session of any of its clients begins.
CREATE INDEX supervision_notes ON filled_forms (finished_at) WHERE form_id = 'supervision' AND status = 'finished';
