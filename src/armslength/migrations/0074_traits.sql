-- What people may say of themselves, so that answers can be told group by group: asked by the customer, told by whoever
-- wants to, withdrawn at any time.
alter table tenant_key drop constraint tenant_key_use_check;
alter table tenant_key add constraint tenant_key_use_check
    check (use in ('ledger', 'signing', 'words', 'marks', 'statements', 'traits'));

create table trait (
    tenant_id uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    why text not null check (length(why) between 1 and 2000), -- what it is asked for, in the words that people read
    options text[] not null check (cardinality(options) between 2 and 6),
    at_least int not null check (at_least between 5 and 100), -- nothing is told of fewer people than this
    created_by uuid not null,
    created_at timestamptz not null,
    removed_at timestamptz,                         -- asked for no more, and everything that was said is gone
    primary key (tenant_id, id)
);
create unique index trait_name on trait (tenant_id, lower(name)); -- removed ones too: the same asked anew draws new lots
call armslength_wall('trait', 'select, insert, update');

-- What somebody said of themselves. Sealed, one byte whatever it is: a row tells that they said something, not what.
create table trait_said (
    tenant_id uuid not null,
    trait_id uuid not null,
    person_id uuid not null,
    id uuid not null,                               -- for which it is sealed
    sealed bytea not null,
    consented_at timestamptz not null,
    primary key (tenant_id, trait_id, person_id),
    foreign key (tenant_id, trait_id) references trait,
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('trait_said', 'select, insert, update, delete');

-- What was last told of a project's answers, group by group: figures of groups alone.
create table trait_sheet (
    tenant_id uuid not null,
    project_id uuid not null,
    trait_id uuid not null,
    through timestamptz not null,                   -- answers up to here were counted
    told_at timestamptz not null,
    sealed bytea not null,
    primary key (tenant_id, project_id, trait_id),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, trait_id) references trait
);
call armslength_wall('trait_sheet', 'select, insert, update, delete');

-- Who was counted in it, to know how many are counted otherwise the next time: keyed digests, which name nobody and are
-- put out of use when a person withdraws what they said.
create table trait_mark (
    tenant_id uuid not null,
    project_id uuid not null,
    trait_id uuid not null,
    who text not null,                              -- of a person
    belongs text not null,                          -- of the group they were counted to
    said text not null,                             -- of everything they answered
    primary key (tenant_id, project_id, trait_id, who),
    foreign key (tenant_id, project_id, trait_id) references trait_sheet on delete cascade
);
call armslength_wall('trait_mark', 'select, insert, update, delete');
