-- How far a number may be off, as a part of its range, where more people are asked about what is unsure.
alter table project
    add column overlap_tolerance double precision not null default 0.05
        check (overlap_tolerance > 0 and overlap_tolerance <= 0.5);
