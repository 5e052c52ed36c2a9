-- Figures: how a person's and a firm's work was, over all customers of the installation, and nothing of what it was about.
--
-- What leaves a customer is a *part*: one person's new work for one firm under one customer since the last part, from two
-- projects on, each with twenty new tasks on. The tables below stand outside of every customer; they open in the scope
-- 'figures' alone, which one module uses.
create table figure_part (
    id uuid primary key,                            -- random
    person_id uuid not null references person,
    organization_id uuid not null references organization,  -- the firm that the work was done for
    month date not null check (extract(day from month) = 1),  -- only work before it is counted
    measure text not null check (measure ~ '^(quality|time|pay:[A-Z]{3})$'),
    tasks int not null check (tasks >= 40),         -- the last line: whatever code there will be
    compartments int not null check (compartments >= 2),
    counted jsonb not null                          -- sums and counts, by the measure
);
create index figure_part_person on figure_part (person_id);
create index figure_part_organization on figure_part (organization_id);

-- Whom a person shows their figures: the owners and managers of the firm that they hold a seat for.
create table figure_shown (
    person_id uuid not null references person,
    organization_id uuid not null references organization,
    since timestamptz not null,
    primary key (person_id, organization_id)
);

do $$
declare
    scope text := '(select armslength_scope()) = ''figures''';
    t text;
begin
    foreach t in array array['figure_part', 'figure_shown'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy figures on %I using (%s) with check (%s)', t, scope, scope);
    end loop;
    -- Which firms are one: on the operator's word alone.
    execute format('create policy figures on organization_party for select using (%s)', scope);
end $$;
grant select, insert on figure_part to armslength_app;
grant select, insert, update, delete on figure_shown to armslength_app;

-- What of a customer's work has been counted already, up to each person's last part.
create table figure_taken (
    tenant_id uuid not null,
    project_id uuid not null,
    organization_id uuid not null,
    person_id uuid not null,
    measure text not null,
    counted jsonb not null,
    month date not null,
    primary key (tenant_id, project_id, organization_id, person_id, measure),
    foreign key (tenant_id, project_id) references project
);
call armslength_wall('figure_taken', 'select, insert, update');

-- The months whose turn has been. Once each, in order.
create table figure_month (
    tenant_id uuid not null references organization,
    month date not null,
    done_at timestamptz not null,
    primary key (tenant_id, month)
);
call armslength_wall('figure_month', 'select, insert');
