-- The journal: who did what, when, without personal data.
create table journal (
    entry_number bigint primary key,
    moment text not null,
    done text not null,
    origin text not null,
    bilan_id text not null,
    act_number bigint not null references acts (act_number)
);
