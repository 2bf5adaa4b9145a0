-- The largest count of persons that is too small to be public: ten, so that a count shown is of eleven persons or more.
--
-- Source: the rule of the Atlas on what it counts itself or receives (docs/decisions/0036-two-warehouses.md).
create or replace temp macro largest_small_count() as 10
