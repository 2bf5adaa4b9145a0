"""Fictitious national corpora, marked as such: as many communes, measures and years of any warehouse as are asked for."""

from pathlib import Path

import duckdb

TITLE = "Corpus national fictif : aucun chiffre n'est vrai"
WRITTEN = """
    copy (
        with places as (
            select territory_id, coalesce(population, 0) as population
            from known.territories
            where level = 'commune'
        ),

        chosen as (
            select
                measure_id,
                row_number() over (order by unit not in ('person', 'household'), measure_id) as number,
            from known.measures
            where additive
            limit {measures}
        ),

        totals as (
            select
                territory_id,
                measure_id,
                year,
                floor(
                    population * (0.0005 + 0.002 * number) * (0.5 + hash(territory_id, measure_id, year) % 1000 / 1000)
                )::bigint as total,
                hash(territory_id, measure_id, year, 'F') % 1000 / 1000 as share,
            from chosen
            cross join (select unnest(range({first_year}, {first_year} + {years})) as year)
            cross join places
        )

        select
            territory_id,
            measure_id,
            breakdown,
            make_date(year, 1, 1) as period_start,
            make_date(year, 12, 31) as period_end,
            case breakdown
                when 'sex=F' then round(total * share)
                when 'sex=M' then total - round(total * share)
                else total
            end::double as value,
            'F' as conf_status,
            'fictif-corpus-national' as document_id,
        from totals
        cross join (values (null), ('sex=F'), ('sex=M')) as parts(breakdown)
        order by measure_id, year, breakdown nulls first, territory_id
    ) to '{file}' (format parquet, compression zstd, kv_metadata {{titre: '{title}', fictif: 'oui'}})
"""


def write_corpus(warehouse: Path, file: Path, measures: int, years: int, first_year: int = 2015) -> None:
    """A whole, and two parts of it by sex, of so many measures and years for every commune of a warehouse."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as known (read_only)")
        title = TITLE.replace("'", "''")
        connection.execute(
            WRITTEN.format(measures=measures, years=years, first_year=first_year, file=file, title=title)
        )
