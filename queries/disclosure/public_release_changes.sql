-- What changed from one version to the next: that a withheld figure changed is told, neither from what to what nor why.
with told as (
    select
        release_changes.*,
        release_changes.table_name = 'observations'
        and release_changes.row_key in (select observation_id from withheld) as is_withheld,
    from whole.release_changes
    where
        not (
            release_changes.table_name = 'left_out'
            and split_part(release_changes.row_key, ' | ', 1) in (select document_id from counted_documents)
        )
        and not (
            release_changes.table_name = 'reconciliations'
            and release_changes.row_key in (select reconciliation_id from withheld_reconciliations)
        )
)

select
    told.* exclude (is_withheld) replace (
        if(is_withheld, null, old_value) as old_value,
        if(is_withheld, null, new_value) as new_value,
        if(is_withheld and change <> 'added', 'Valeurs et raison non publiées', reason) as reason
    ),
from told
