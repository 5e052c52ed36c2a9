-- An earlier version of an answer is put back: a new annotation (`stage = 'restore'`) with the words of the earlier one,
-- and whose they are. What was said before stays as it is.
alter table annotation drop constraint annotation_stage_check;
alter table annotation add constraint annotation_stage_check
    check (stage in ('annotate', 'review', 'adjudicate', 'restore'));
alter table annotation add column original_id uuid;     -- restore: what the author themselves had said, in that version
alter table annotation add constraint annotation_original_check check ((stage = 'restore') = (original_id is not null));
alter table annotation add constraint annotation_original_fkey
    foreign key (tenant_id, original_id) references annotation;

create table restoration (
    tenant_id uuid not null,
    annotation_id uuid not null,                    -- the new version
    project_id uuid not null,
    source_id uuid not null,                        -- the version that was put back
    person_id uuid not null,                        -- who did it
    migrated boolean not null,                      -- read through a migration of the label schema on the way
    sealed bytea not null,                          -- why
    created_at timestamptz not null,
    primary key (tenant_id, annotation_id),
    foreign key (tenant_id, annotation_id) references annotation,
    foreign key (tenant_id, source_id) references annotation,
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
call armslength_wall('restoration', 'select, insert');
