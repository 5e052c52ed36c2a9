-- Gold as it was when a release was frozen whose labels are inferred: people are judged by it. Its items are in no release.
create table release_gold (
    tenant_id uuid not null,
    release_id uuid not null,
    item_id uuid not null,
    schema_version int not null,                    -- under which the right answers were written
    sealed bytea not null,                          -- as in gold
    annotations uuid[] not null,                    -- the answers to it that stood
    primary key (tenant_id, release_id, item_id),
    foreign key (tenant_id, release_id) references release,
    foreign key (tenant_id, item_id) references item
);
call armslength_wall('release_gold', 'select, insert');
