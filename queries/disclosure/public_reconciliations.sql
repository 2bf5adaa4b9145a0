-- The declared reconciliations of figures that everybody may read.
select reconciliations.*
from whole.reconciliations
where reconciliation_id not in (select reconciliation_id from withheld_reconciliations)
