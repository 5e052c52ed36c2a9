-- Comments at the exact place of an item or an answer. Places are offsets and names, never the words there: a quote is cut
-- anew from what its reader is shown.
create table comment_thread (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    item_id uuid not null,
    assignment_id uuid not null,
    annotation_id uuid not null,                    -- the answer on which it was begun
    field text,                                     -- where in the item
    message text,
    response text,
    question text,                                  -- where in the answer
    target text,
    part text,                                      -- a step, a criterion, a flag
    starts int,                                     -- a stretch, in Unicode code points: of that text of the field, or
    ends int,                                       -- without a field of the answer's own
    digest bytea,                                   -- of the field's text in the form it was begun in, under the project's key
    created_at timestamptz not null,
    resolved_by uuid,
    resolved_at timestamptz,
    primary key (tenant_id, id),
    check (field is not null or question is not null),
    check (starts is null and ends is null or 0 <= starts and starts < ends),
    check ((resolved_by is null) = (resolved_at is null)),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, item_id) references item,
    foreign key (tenant_id, assignment_id) references assignment (tenant_id, id),
    foreign key (tenant_id, annotation_id) references annotation,
    foreign key (tenant_id, resolved_by) references membership (tenant_id, person_id)
);
create index comment_thread_assignment on comment_thread (tenant_id, assignment_id, created_at);
call armslength_wall('comment_thread', 'select, insert, update');

create table comment_message (
    tenant_id uuid not null,
    id uuid not null,
    thread_id uuid not null,
    person_id uuid not null,
    key uuid not null,                              -- idempotency key
    sealed bytea not null,                          -- what was said; never changed
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, person_id, key),
    foreign key (tenant_id, thread_id) references comment_thread,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
create index comment_message_thread on comment_message (tenant_id, thread_id, created_at);
call armslength_wall('comment_message', 'select, insert');
