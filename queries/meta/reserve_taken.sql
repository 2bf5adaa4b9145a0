-- Which reserve did this whole warehouse take?
select reserve from warehouse_versions
