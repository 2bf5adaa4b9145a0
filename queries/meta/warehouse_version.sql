-- Which warehouse is this?
select version from warehouse_versions
