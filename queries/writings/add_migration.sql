-- A migration was applied.
insert into migrations (migration_number, applied_on) values ($migration_number, $applied_on);
