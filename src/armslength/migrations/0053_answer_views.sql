-- Views of the list of answers, beside those of the list of items.
alter table list_view drop constraint list_view_list_check;
alter table list_view add constraint list_view_list_check check (list in ('items', 'answers'));
