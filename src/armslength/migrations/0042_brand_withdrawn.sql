-- An acceptance can be withdrawn. It stays on record: who accepted and why, who withdrew and when.
alter table brand_acceptance
    add column withdrawn_by uuid,
    add column withdrawn_at timestamptz,
    add check ((withdrawn_by is null) = (withdrawn_at is null)),
    drop constraint brand_acceptance_pkey,
    add primary key (tenant_id, project_id, id);
create unique index brand_acceptance_in_force on brand_acceptance (tenant_id, project_id, mark) where withdrawn_at is null;
grant update (withdrawn_by, withdrawn_at) on brand_acceptance to armslength_app;
