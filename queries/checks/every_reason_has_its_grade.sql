-- Every reason that the guard gives to a pair of money and base is graded in ratio_reasons: none is graded by default.
select distinct
    'ratio_reasons' as table_name,
    'reason' as key_column,
    reason as row_key,
    'reason' as column_name,
    reason as found,
    'une ligne de ratio_reasons.csv qui dit ce que vaut le calcul' as expected,
from funding__ratios
where grade is null
