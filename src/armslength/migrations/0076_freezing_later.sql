-- A release is ordered at once and frozen in the background: until then it has no moment, and no version of the label schema.
alter table release alter column snapshot_at drop not null;
