-- A bulk act may be about what fits the filters of the answers, instead of those of the items.
alter table bulk_act
    add column answer_filters jsonb,
    add constraint bulk_act_one_list check (filters is null or answer_filters is null);
