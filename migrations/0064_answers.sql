-- What those who registered answered to an organiser's own questions. It is kept for so many days after the date, as was told beside the question.
CREATE TABLE registration_answers (
    registration_id TEXT NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    days BIGINT NOT NULL,
    PRIMARY KEY (registration_id, question)
);
