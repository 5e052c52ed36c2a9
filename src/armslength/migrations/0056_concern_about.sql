-- What a concern about a question is about, where that is labels: {"labels": [one, other]}, sealed.
alter table concern add column about bytea;
