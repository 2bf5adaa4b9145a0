-- What a warehouse holds of a national corpus, beside its own tables: empty without one.
create schema national;

create table national.corpus (
    title varchar not null,
    is_fictitious boolean not null,
    document_id varchar not null,
    digest varchar not null,
    rows_count bigint not null
);
comment on table national.corpus is 'Le corpus entré, un au plus';
comment on column national.corpus.digest is 'L''empreinte de ce dont il est fait : fichier, référentiels, requêtes';

create table national.places (
    place usmallint not null,
    territory_id varchar not null,
    name varchar not null,
    departement_code varchar,
    region_code varchar
);
comment on table national.places is 'Une commune, et le numéro qu''elle a dans les chiffres du corpus';

create table national.slices (
    slice usmallint not null,
    measure_id varchar not null,
    year integer not null,
    breakdown varchar,
    is_counted boolean not null,
    rows_count bigint not null
);
comment on table national.slices is 'Une mesure, pour une année et une ventilation, et son numéro dans les chiffres';

-- The same figures in two orders: by slice, of all places; by place, with all its slices.
create table national.figures (
    slice usmallint not null,
    place usmallint not null,
    value integer,
    conf_status varchar not null
);
comment on table national.figures is 'Un chiffre d''une commune, par tranche puis par commune';

create table national.profiles (
    slice usmallint not null,
    place usmallint not null,
    value integer,
    conf_status varchar not null
);
comment on table national.profiles is 'Le même chiffre, par commune puis par tranche';
