-- Which warehouse is this, which version of the data does it hold, and for whom?
select version, data_version, scope from warehouse_versions
