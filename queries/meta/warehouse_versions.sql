-- Names the warehouse by what went in, its data by the version they are published under, and says for whom it was made.
--
-- The whole one says which reserve it took too: the name of neither depends on it.
create table warehouse_versions as
select $version as version, $data_version as data_version, $scope as scope, $reserve as reserve
