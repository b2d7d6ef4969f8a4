-- What was answered to the questions of a report, and what came of it. No client data.
CREATE TABLE question_answers (
    quarter TEXT NOT NULL,
    figure TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('under_way', 'done', 'no_change')),
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    by_when TEXT,
    answered_by TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (quarter, figure)
) STRICT, WITHOUT ROWID;
