-- Which rows of the file received are none of a corpus? What several have in common is told once, where it first stands.
with wrong as (
    select
        'territory_id' as column_name,
        territory_id as found,
        'le code d''une commune, tel que dans territories.csv' as expected,
        file_row_number,
    from received_figures
    anti join (select territory_id from territories where level = 'commune') using (territory_id)
    union all
    select
        'measure_id',
        measure_id,
        'une mesure de measures.csv qui s''additionne',
        file_row_number,
    from received_figures
    anti join (select measure_id from measures where additive) using (measure_id)
    union all
    select
        'breakdown',
        breakdown,
        'rien, ou une ventilation clé=code de dimension_codes.csv',
        file_row_number,
    from received_figures
    where
        breakdown is not null
        and breakdown not in (select dimension || '=' || code from dimension_codes)
    union all
    select
        'period_start',
        concat_ws(' ', period_start, period_end),
        'une année civile : du 1er janvier au 31 décembre',
        file_row_number,
    from received_figures
    where
        (
            period_start = make_date(year(period_start), 1, 1)
            and period_end = make_date(year(period_start), 12, 31)
        ) is distinct from true
    union all
    select
        'value',
        concat_ws(' ', coalesce(value::varchar, 'rien'), conf_status),
        'un nombre entier à partir de 0, de statut F ; rien pour un chiffre tu (C, N)',
        file_row_number,
    from received_figures
    where
        case
            when conf_status = 'F' then value between 0 and 2147483647 and value = floor(value)
            when conf_status in ('C', 'N') then value is null
        end is distinct from true
    union all
    select
        'document_id',
        document_id,
        'un document, le même à chaque ligne',
        file_row_number,
    from received_figures
    where document_id is distinct from (select min(document_id) from received_figures)
)

select
    min(file_row_number) + 1 as line,
    column_name,
    found,
    expected,
    count(*) as rows_count,
from wrong
group by all
order by line, column_name
limit $most
