-- What an outsider verifies a recorded drill with; null for those recorded before.
alter table drill add column envelope jsonb;
