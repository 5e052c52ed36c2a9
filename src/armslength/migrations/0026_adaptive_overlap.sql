-- How many may be asked about an item of which too little is known: up to so many people, until the chance that its least
-- sure label is wrong is no more than the risk. Null: everybody is asked about by `overlap` people. What is asked for stands
-- on the item (`wanted`), as ever.
alter table project
    add column overlap_max smallint check (overlap_max between 2 and 100),
    add column overlap_risk double precision not null default 0.05 check (overlap_risk > 0 and overlap_risk < 1);

-- Why no more is asked about an item: sure; most (as many as may be asked were). Null: it is asked about, or nothing is decided.
alter table belief add column enough text check (enough in ('sure', 'most'));
