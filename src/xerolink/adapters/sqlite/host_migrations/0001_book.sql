-- contacts: how many were ever made; seq: the latest change; written: what the port wrote.
create table if not exists firm (
    firm text not null primary key,
    contacts integer not null default 0,
    seq integer not null default 0,
    written integer not null default 0
) strict, without rowid;

-- A row outlives its contact: without a body the contact is gone, merged if into_id says where to.
create table if not exists contact (
    firm text not null references firm (firm),
    host_id text not null,
    seq integer not null,
    body text,
    into_id text,
    primary key (firm, host_id),
    check (body is null or into_id is null)
) strict, without rowid;

create unique index if not exists contact_feed on contact (firm, seq);

-- What a key was answered; it goes with its contact.
create table if not exists answer (
    firm text not null,
    key text not null,
    host_id text not null,
    body text not null,
    primary key (firm, key),
    foreign key (firm, host_id) references contact (firm, host_id)
) strict, without rowid;

create index if not exists answer_of_contact on answer (firm, host_id);

-- What the port must not remove: something else in the host needs it.
create table if not exists kept (
    firm text not null,
    host_id text not null,
    primary key (firm, host_id),
    foreign key (firm, host_id) references contact (firm, host_id)
) strict, without rowid;
