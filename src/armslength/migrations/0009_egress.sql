-- Hosts that a tenant lets the server call for it. The operator's own list (a setting) must name them too.
create table egress_host (
    tenant_id uuid not null references organization,
    id uuid not null,
    pattern text not null check (length(pattern) between 1 and 255),    -- a host, or *. and a domain
    created_by uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, pattern),
    foreign key (tenant_id, created_by) references membership
);
call armslength_wall('egress_host', 'select, insert, update, delete');
