-- Names the warehouse by what went in, and its data by the version they are published under.
create table warehouse_versions as select $version as version, $data_version as data_version
