-- More people for what is unsure, at once or only when every item has had its first answers: then the least sure first.
alter table project add column overlap_last boolean not null default false;

-- What is unsure, the least sure first.
create index belief_unsure on belief (tenant_id, project_id, sure) where enough is null and sure is not null;
