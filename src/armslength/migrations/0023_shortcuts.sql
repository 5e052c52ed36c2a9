-- The keys that a person has chosen for commands of the web app, in place of the shipped ones.
create table person_shortcut (
    tenant_id uuid not null,
    person_id uuid not null,
    command text not null check (length(command) between 3 and 80),
    keys text[] not null check (cardinality(keys) <= 4),    -- none: the command has no key
    primary key (tenant_id, person_id, command),
    foreign key (tenant_id, person_id) references membership
);
call armslength_wall('person_shortcut', 'select, insert, delete');
