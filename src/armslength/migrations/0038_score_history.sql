-- What each fit found out about people, so that a score over time is what was known then, not today's fit drawn backwards.
create table fit_score (
    tenant_id uuid not null,
    project_id uuid not null,
    person_id uuid not null,
    question text not null,
    fit int not null,                               -- version of the fit
    through timestamptz not null,                   -- answers submitted up to here were counted
    value double precision not null check (value between 0 and 1),  -- how often the person is right
    low double precision not null,
    high double precision not null,
    n int not null,                                 -- answers, taken apart into labels
    agreed int not null check (agreed between 0 and n),             -- of them, those that are the likeliest label
    primary key (tenant_id, project_id, person_id, question, fit),
    foreign key (tenant_id, project_id) references project,
    foreign key (tenant_id, person_id) references membership (tenant_id, person_id)
);
create index fit_score_question on fit_score (tenant_id, project_id, question, fit);
call armslength_wall('fit_score', 'select, insert');
