-- The acts on bilans and their files, and which of these migrations were applied.
create table migrations (
    migration_number bigint primary key,
    applied_on text not null
);

create table acts (
    act_number bigint primary key check (act_number > 0),
    kind text not null check (kind in ('acceptance', 'revocation')),
    bilan_id text not null,
    moment text not null,
    content text not null,
    salt text not null,
    sha256 text not null,
    reason text not null
);

create table act_files (
    act_number bigint not null references acts (act_number),
    role text not null check (role in ('original', 'document')),
    name text not null,
    content bytea not null,
    primary key (act_number, role, name)
);
