-- Whoever takes an item from the queue locks it, and passes by one that is locked. `for update` also passes by a row that
-- another transaction merely refers to (every insert with a foreign key holds `for key share` on it: a belief, a lease), and
-- somebody was told to wait while work lay open. No taker changes a key: `for no key update` is exclusive among takers and
-- lives beside references. The functions that take from a queue are as before but for these words.

do $$
declare
    taker regprocedure;
begin
    for taker in
        select p.oid from pg_proc p
        where p.pronamespace = current_schema()::regnamespace and p.prosrc ~ 'for update (of \w+ )?skip locked'
    loop
        execute regexp_replace(
            pg_get_functiondef(taker), 'for update (of \w+ )?skip locked', 'for no key update \1skip locked', 'g'
        );
    end loop;
end $$;
