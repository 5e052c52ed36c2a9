-- The owner's role may have any name, and a table that somebody else holds does not hide those behind it: what was tried is passed
-- in and left out. (`current_user::regrole` reads the name as if it were written in SQL: "Owner" was owner, "svc@corp.com" no name.)
create function armslength_count_grown(tried text[]) returns text language plpgsql security definer
    set search_path = pg_catalog, public as $$
declare
    grown regclass;
begin
    select c.oid into grown from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and pg_get_userbyid(c.relowner) = current_user
        and c.oid::regclass::text <> all (tried)
        and pg_stat_get_live_tuples(c.oid) >= 100 + 2 * greatest(c.reltuples, 0)
    order by c.oid limit 1;
    if grown is not null then
        execute format('analyze (skip_locked) %s', grown);
    end if;
    return grown::text;
end $$;
revoke execute on function armslength_count_grown(text[]) from public;
grant execute on function armslength_count_grown(text[]) to armslength_app;
drop function armslength_count_grown();
