-- Who signs in: accounts without a name, the roles that were given to them, open sessions; and who did what in the journal.
create table accounts (
    account_id text primary key,
    issuer text not null,
    subject_digest text,
    organisation text not null,
    opened_on text not null,
    unique (issuer, subject_digest)
);

create table account_roles (
    change_number bigint primary key,
    account_id text not null references accounts (account_id),
    moment text not null,
    role text not null check (role in ('', 'lecture', 'agent', 'valideur', 'curateur', 'administration')),
    territories text not null,
    service text not null,
    given_by text not null
);

create table sessions (
    session_digest text primary key,
    account_id text not null references accounts (account_id),
    begun_at bigint not null,
    used_at bigint not null,
    id_token text not null
);

alter table journal add column account_id text not null default '';
