-- What was seen in a project's answers that deserves a second look, and what somebody decided about it. Nothing follows
-- from it by itself: neither pay nor access reads these tables.
create table detection (
    tenant_id uuid not null,
    project_id uuid not null,
    shared boolean not null default false,          -- a vendor's managers are told what was upheld about their own people
    asked_at timestamptz,
    ran_at timestamptz,
    through timestamptz,                            -- answers submitted up to here were looked at
    answers int not null default 0,
    package text not null default '',               -- what looked, with its version
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('detection', 'select, insert, update');

create table concern (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    kind text not null,
    question text not null,                         -- '' for the answer as a whole
    subject text not null,                          -- people or item in one text: what is seen again is the same row
    item_id uuid,                                   -- what it is about, where that is an item
    p double precision check (p between 0 and 1),   -- how often chance shows as much; null: a share, not a test
    evidence jsonb not null,                        -- numbers by name
    items uuid[] not null,                          -- where to look
    package text not null,
    state text not null check (state in ('open', 'looking', 'upheld', 'dismissed')),
    found_at timestamptz not null,
    seen_at timestamptz not null,                   -- when it was last found
    stale_at timestamptz,                           -- since when it is found no more
    looked_by uuid,
    decided_by uuid,
    decided_at timestamptz,
    sealed bytea,                                   -- {"reason", "word"}
    primary key (tenant_id, id),
    unique (tenant_id, project_id, kind, question, subject),
    check ((state in ('upheld', 'dismissed')) = (decided_at is not null)),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, item_id) references item
);
create index concern_page on concern (tenant_id, project_id, found_at, id);
call armslength_wall('concern', 'select, insert, update');

-- Whom it is about, and what they say to it.
create table concern_person (
    tenant_id uuid not null,
    id uuid not null,                               -- by which this person knows it: two of a pair share no id
    concern_id uuid not null,
    person_id uuid not null,
    organization_id uuid not null,                  -- whose person it was
    appeal text not null default 'none' check (appeal in ('none', 'open', 'granted', 'declined')),
    sealed bytea,                                   -- what they say
    appealed_at timestamptz,
    reply bytea,                                    -- what whoever decided said, sealed
    decided_by uuid,
    decided_at timestamptz,
    primary key (tenant_id, concern_id, person_id),
    unique (tenant_id, id),
    check ((appeal = 'none') = (appealed_at is null)),
    check ((appeal in ('granted', 'declined')) = (decided_at is not null)),
    foreign key (tenant_id, concern_id) references concern,
    foreign key (tenant_id, person_id) references membership
);
create index concern_of_person on concern_person (tenant_id, person_id);
call armslength_wall('concern_person', 'select, insert, update');
