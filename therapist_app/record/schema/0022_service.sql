-- Each course of a service has questions of its own; those of before are of the course in use.
ALTER TABLE question_answers RENAME TO question_answers_before;
CREATE TABLE question_answers (
    quarter TEXT NOT NULL,
    figure TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('under_way', 'done', 'no_change')),
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    by_when TEXT,
    answered_by TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    course TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (quarter, figure, course)
) STRICT, WITHOUT ROWID;
INSERT INTO question_answers
    SELECT quarter, figure, standing, what, who, by_when, answered_by, answered_at, ''
    FROM question_answers_before;
DROP TABLE question_answers_before;
