-- Which migration was applied last?
select max(migration_number) from migrations;
