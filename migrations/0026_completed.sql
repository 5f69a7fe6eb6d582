-- The newest completed attempts at one version of a module, for its figures.
CREATE INDEX attempts_by_completion ON attempts (module_hash, completed_at);
