-- A delivery belongs to its project. Guidelines and schemas are named by their version, and version 1 of one project is
-- not version 1 of another: without the project in the key the second was taken for a repeated view of the first. (What
-- was written so cannot be told apart afterwards; from here on each is recorded.)
alter table exposure drop constraint exposure_pkey;
alter table exposure add primary key (tenant_id, person_id, lease_id, kind, object, purpose, project_id);
