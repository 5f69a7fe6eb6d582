-- What a page of one person or of one badge asks for is found by an index: the partial ones serve other questions.
CREATE INDEX dossiers_by_account ON dossiers (account_id, module, level, opened_at);
CREATE INDEX attestations_by_account ON attestations (account_id, asked_at);
CREATE INDEX endorsements_by_badge ON endorsements (credential_id, made_at);
CREATE INDEX endorsements_by_organisation ON endorsements (organisation_id);
