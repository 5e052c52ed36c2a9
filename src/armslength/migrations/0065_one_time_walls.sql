-- The wall of a table asks for its tenant or scope by a plain call instead of a sub-select. Every statement of ours names the
-- tenant, so PostgreSQL proves from `tenant_id = $1` that the call has to be compared with $1 once, before anything is read; a
-- sub-select is a plan of its own to start for each table that a statement names.

create or replace procedure armslength_wall(table_name text, rights text) language plpgsql as $$
begin
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy tenant on %I using (tenant_id = armslength_tenant()) with check (tenant_id = armslength_tenant())', table_name);
    execute format('grant %s on %I to armslength_app', rights, table_name);
end $$;

do $$
declare
    wall record;
    asked text := '\( SELECT (armslength_(?:tenant|scope)\(\)) AS armslength_\w+\)';
begin
    for wall in
        select p.polname, p.polrelid::regclass as of_table,
            regexp_replace(pg_get_expr(p.polqual, p.polrelid), asked, '\1', 'g') as rule,
            regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), asked, '\1', 'g') as checking
        from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = current_schema()::regnamespace
    loop
        execute format('alter policy %I on %s', wall.polname, wall.of_table)
            || coalesce(' using (' || wall.rule || ')', '') || coalesce(' with check (' || wall.checking || ')', '');
    end loop;
end $$;
