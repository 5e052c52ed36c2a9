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

-- What the last fit of a project's answers knows of people, by question. Version 0: none yet.
create table truth_fit (
    tenant_id uuid not null,
    project_id uuid not null,
    version int not null default 0,                 -- grows with every fit
    schema_version int not null default 0,          -- in whose words answers were read
    items int not null default 0,                   -- it was fitted to
    through timestamptz,                            -- answers submitted up to here were counted
    fitted_at timestamptz,
    asked_at timestamptz,                           -- when a fit was last asked for because answers had come
    sealed bytea,                                   -- {question: facts, tables, skill}
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project,
    check ((version > 0) = (sealed is not null))
);
call armslength_wall('truth_fit', 'select, insert, update');

-- What is believed of an item, anew with every answer. Which labels is sealed; how sure is not.
create table belief (
    tenant_id uuid not null,
    item_id uuid not null,
    project_id uuid not null,
    fit int not null default 0,                     -- version of the fit it rests on; 0: everybody counts the same
    answers int not null default 0,
    sure double precision check (sure between 0 and 1),  -- the least sure of its labels; null: none, or all were decided
    believed_at timestamptz not null,
    sealed bytea,                                   -- {question: {target: …}}
    primary key (tenant_id, item_id),
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, project_id) references project
);
create index belief_age on belief (tenant_id, project_id, believed_at);
call armslength_wall('belief', 'select, insert, update');
