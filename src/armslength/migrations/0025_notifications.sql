-- What people should know, told inside the product: ids and states, never content.
create table notification (
    tenant_id uuid not null,
    person_id uuid not null,
    id uuid not null,
    kind text not null,
    project_id uuid,
    about jsonb not null,                           -- ids, states and counts, as its kind allows
    at timestamptz not null,
    read_at timestamptz,
    primary key (tenant_id, person_id, id),
    foreign key (tenant_id, person_id) references membership,
    foreign key (tenant_id, project_id) references project
);
create index notification_page on notification (tenant_id, person_id, at, id);
create index notification_unread on notification (tenant_id, person_id) where read_at is null;
create index notification_age on notification (tenant_id, at);
call armslength_wall('notification', 'select, insert, update, delete');

create table notification_choice (
    tenant_id uuid not null,
    person_id uuid not null,
    muted text[] not null,                          -- kinds that the person does not want
    updated_at timestamptz not null,
    primary key (tenant_id, person_id),
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('notification_choice', 'select, insert, update');
