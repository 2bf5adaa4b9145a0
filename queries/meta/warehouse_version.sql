-- Which warehouse is this, and which version of the data does it hold?
select version, data_version from warehouse_versions
