-- Forms that were filled in on paper: the day on the paper, and who filled it in. The time of entry stays in started_at.
ALTER TABLE filled_forms ADD COLUMN filled_on TEXT
    CHECK (filled_on IS NULL OR filled_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]');
ALTER TABLE filled_forms ADD COLUMN rater TEXT NOT NULL DEFAULT ''
    CHECK (rater IN ('', 'client', 'read_aloud', 'interpreter', 'together', 'therapist', 'other_service'));

-- Totals from paper said both in their answers.
UPDATE filled_forms SET filled_by = 'paper', filled_on = json_extract(answers, '$.completed_on')
WHERE json_extract(answers, '$.completed_on') GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
UPDATE filled_forms SET rater = CASE json_extract(answers, '$.source')
    WHEN 'alone' THEN 'client' ELSE json_extract(answers, '$.source') END
WHERE filled_on IS NOT NULL
    AND json_extract(answers, '$.source') IN ('alone', 'read_aloud', 'interpreter', 'other_service');
