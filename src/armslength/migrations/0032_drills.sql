-- Drills that were played elsewhere and recorded here: how long severing took, and whether the walls held. What was recorded is
-- never changed and never taken back.
create table drill (
    tenant_id uuid not null references organization,
    id uuid not null,
    began_at timestamptz not null,                  -- as the file says
    variant text not null check (variant in ('leave', 'stay')),
    version text not null,                          -- of the program that was drilled
    held boolean not null,
    late int not null check (late >= 0),            -- deliveries after a cut
    sever_median_ms float8 check (sever_median_ms >= 0),
    sever_worst_ms float8 check ((sever_worst_ms is null) = (sever_median_ms is null)),
    digest text not null,                           -- of the result: the same one is recorded once
    result jsonb not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, digest),
    foreign key (tenant_id, recorded_by) references membership
);
create index drill_list on drill (tenant_id, began_at, id);
call armslength_wall('drill', 'select, insert');
