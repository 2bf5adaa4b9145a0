-- Which bases can money be divided by?
select base_id, label, per_label, definition, kind, public
from bases
order by display_order
