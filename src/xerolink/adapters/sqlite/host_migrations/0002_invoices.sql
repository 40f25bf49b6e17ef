-- The latest change of an invoice, how many marks changed something, and what the firm bills with.
alter table firm add column invoice_seq integer not null default 0;

alter table firm add column marked integer not null default 0;

alter table firm add column terms text not null default '{}';

-- seq: its latest change, which is its version; a mark that sends nothing writes the body alone.
-- A row outlives its invoice: without a body it was deleted.
create table if not exists invoice (
    firm text not null references firm (firm),
    host_id text not null,
    seq integer not null,
    body text,
    primary key (firm, host_id)
) strict, without rowid;

create unique index if not exists invoice_feed on invoice (firm, seq);
