-- Items in. The row the queue locks is narrow; sealed content stands in its own table.
create table batch (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    name text not null check (length(name) between 1 and 200),
    priority int not null check (priority between -1000 and 1000),
    state text not null check (state in ('open', 'paused', 'cancelled')),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, project_id, name),
    unique (tenant_id, project_id, id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('batch', 'select, insert, update');

create table item_counter (
    tenant_id uuid not null,
    project_id uuid not null,
    next_ord bigint not null,
    primary key (tenant_id, project_id),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('item_counter', 'select, insert, update');

create table item (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    batch_id uuid not null,
    ord bigint not null,                            -- place in the project's queue, from item_counter
    state text not null check (state in ('active', 'cancelled')),
    wanted smallint not null check (wanted >= 0),   -- answers asked for
    taken smallint not null check (taken >= 0 and taken <= wanted),   -- live leases + current answers; the exact-overlap rule
    answers smallint not null check (answers between 0 and taken),      -- submitted, and not back for rework
    settled smallint not null check (settled between 0 and answers),    -- answers past review (or never drawn for it)
    open boolean not null,                          -- state = 'active' and taken < wanted; own column so the partial index stays HOT-friendly
    flags smallint not null default 0,              -- unresolved
    external_id text,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, external_id, project_id),    -- in this order: see ingest's look-up of known items
    unique (tenant_id, project_id, ord),
    check (open = (state = 'active' and taken < wanted)),
    foreign key (tenant_id, project_id, batch_id) references batch (tenant_id, project_id, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index item_open on item (tenant_id, batch_id, ord) where open;
create index item_batch on item (tenant_id, batch_id);   -- without ord, so that the queue's order can only come from item_open
call armslength_wall('item', 'select, insert, update');

create table item_content (
    tenant_id uuid not null,
    item_id uuid not null,
    sealed bytea not null,                          -- {"content": ..., "metadata": ...}
    digest bytea not null,                          -- HMAC of the plain form under the project key: makes re-import idempotent without telling what is inside
    primary key (tenant_id, item_id),
    foreign key (tenant_id, item_id) references item
);
call armslength_wall('item_content', 'select, insert');

-- Count the items at once after a large import, rather than when autovacuum comes by: without statistics the planner
-- takes any index that begins with tenant and project for as good as the right one. The app's role owns no table and so
-- may not count itself; nothing is read or told here.
create function armslength_count_items() returns void language plpgsql security definer
    set search_path = pg_catalog, public as $$
begin
    analyze public.item;
    analyze public.item_content;
end $$;
revoke execute on function armslength_count_items() from public;
grant execute on function armslength_count_items() to armslength_app;

-- What the project declared searchable, in the clear: only that.
create table item_term (
    tenant_id uuid not null,
    project_id uuid not null,
    field text not null,
    item_id uuid not null,
    value text not null,
    primary key (tenant_id, project_id, field, item_id),
    foreign key (tenant_id, item_id) references item
);
call armslength_wall('item_term', 'select, insert, delete');

create table import_run (
    tenant_id uuid not null,
    id uuid not null,
    project_id uuid not null,
    batch_id uuid not null,
    job_id uuid,
    file_name text not null,
    format text not null check (format in ('jsonl', 'json', 'csv', 'parquet')),
    bytes bigint not null,
    received bigint not null default 0,
    sha256 text,                                    -- of the whole file, as announced
    mapping jsonb not null,
    rows_read bigint not null default 0,
    created bigint not null default 0,
    unchanged bigint not null default 0,
    rejected bigint not null default 0,
    total_rows bigint,
    created_by uuid not null,
    created_at timestamptz not null,
    closed_at timestamptz,                          -- given up before it was started
    primary key (tenant_id, id),
    foreign key (tenant_id, project_id, batch_id) references batch (tenant_id, project_id, id),
    foreign key (tenant_id, job_id) references job
);
create index import_run_project on import_run (tenant_id, project_id, created_at, id);
call armslength_wall('import_run', 'select, insert, update');

-- The sealed parts of an upload, until the import is over.
create table import_part (
    tenant_id uuid not null,
    import_id uuid not null,
    start bigint not null,
    bytes int not null check (bytes > 0),
    blob text not null,
    primary key (tenant_id, import_id, start),
    foreign key (tenant_id, import_id) references import_run
);
call armslength_wall('import_part', 'select, insert, delete');

create table import_problem (
    tenant_id uuid not null,
    import_id uuid not null,
    seq bigint not null,
    line bigint not null,
    external_id text,
    field text not null,
    reason text not null,
    primary key (tenant_id, import_id, seq),
    foreign key (tenant_id, import_id) references import_run
);
call armslength_wall('import_problem', 'select, insert, delete');

create table media (
    tenant_id uuid not null,
    project_id uuid not null,
    digest text not null,                           -- sha256 hex of the bytes
    blob text not null,
    bytes bigint not null,
    content_type text not null,
    width int,
    height int,
    created_at timestamptz not null,
    primary key (tenant_id, project_id, digest),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('media', 'select, insert');
