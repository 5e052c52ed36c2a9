-- A person whose answer was rejected or fixed asks a human being to look again.
create table appeal (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    review_id uuid not null,                        -- the verdict that is appealed
    person_id uuid not null,                        -- the answer's author
    state text not null check (state in ('open', 'granted', 'declined')),
    sealed bytea not null,                          -- why
    reply bytea,                                    -- what whoever decided said, sealed
    reinstated boolean,                             -- granted: the answer was still in rework and counts as accepted now
    decided_by uuid,
    created_at timestamptz not null,
    decided_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, review_id),
    check ((state = 'open') = (decided_at is null)),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id),
    foreign key (tenant_id, review_id) references review,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
create index appeal_open on appeal (tenant_id, project_id, created_at, id) where state = 'open';
create index appeal_decided on appeal (tenant_id, project_id, decided_at, id) where state <> 'open';
call armslength_wall('appeal', 'select, insert, update');
