-- A migration is being undone.
delete from migrations where migration_number = $migration_number;
