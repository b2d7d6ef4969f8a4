-- What Today asks of all clients at once is answered by these alone, without a look at the rows.
CREATE INDEX appointments_held ON appointments (planned_for, id, client_id, plan_id, merged_with, occurrence, state)
    WHERE state IN ('held', 'signed');
CREATE INDEX appointments_missed ON appointments (planned_for, client_id) WHERE state = 'missed';

-- Only forms that name a day on which they are looked at again; a draft never stands in it.
DROP INDEX plans_by_review;
CREATE INDEX plans_by_review ON filled_forms (
    form_id, json_extract(answers, '$.review_date'), client_id, id, amends, status, filled_on, changed_at, finished_at
) WHERE status = 'finished' AND json_extract(answers, '$.review_date') IS NOT NULL;

-- Whose newest decision is to agree is asked of all clients as well.
CREATE INDEX consents_by_topic ON consents (topic, client_id, decided_at, id, decision);
