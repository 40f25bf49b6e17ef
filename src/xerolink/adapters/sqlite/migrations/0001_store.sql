create table lease (
  connection_id text not null primary key,
  owner text not null,
  until text not null,
  seconds integer not null,
  fence integer not null
) strict;

create table connection_record (
  connection_id text not null primary key,
  body text not null
) strict;

create table link (
  connection_id text not null,
  link_id text not null,
  xero_id text not null,
  host_id text not null,
  state text not null,
  body text not null,
  primary key (connection_id, link_id)
) strict;

create unique index link_xero on link (connection_id, xero_id) where state <> 'ended';

create unique index link_host on link (connection_id, host_id) where state <> 'ended';

create index link_page on link (connection_id, xero_id, link_id, state);

create table issue (
  connection_id text not null,
  issue_id text not null,
  subject text not null,
  family text not null,
  kind text not null,
  is_open integer not null,
  body text not null,
  primary key (connection_id, issue_id)
) strict;

create unique index issue_family on issue (connection_id, subject, family) where is_open = 1;

create index issue_page on issue (connection_id, issue_id, kind) where is_open = 1;

create table staged (
  connection_id text not null,
  xero_id text not null,
  active integer not null,
  admitted integer not null,
  due integer not null,
  revision integer not null,
  contact text not null,
  keys text not null,
  primary key (connection_id, xero_id)
) strict;

create index staged_due on staged (connection_id, xero_id) where due = 1;

create index staged_excluded on staged (connection_id, xero_id) where active = 1 and admitted = 0;

create table staged_key (
  connection_id text not null,
  match_key text not null,
  xero_id text not null,
  admitted integer not null,
  primary key (connection_id, match_key, xero_id),
  foreign key (connection_id, xero_id) references staged on delete cascade
) strict, without rowid;

create index staged_key_owner on staged_key (connection_id, xero_id);

create table host_index (
  connection_id text not null,
  host_id text not null,
  keys text not null,
  primary key (connection_id, host_id)
) strict;

create table host_key (
  connection_id text not null,
  match_key text not null,
  host_id text not null,
  primary key (connection_id, match_key, host_id),
  foreign key (connection_id, host_id) references host_index on delete cascade
) strict, without rowid;

create index host_key_owner on host_key (connection_id, host_id);

create table decision (
  connection_id text not null,
  decision_id text not null,
  run_id text not null,
  xero_id text not null,
  staged_revision integer not null,
  verdict text not null,
  asks text,
  state text not null,
  body text not null,
  primary key (connection_id, decision_id)
) strict;

create unique index decision_contact on decision (connection_id, xero_id) where state = 'open';

create index decision_open on decision (connection_id, decision_id, verdict, asks)
  where state = 'open';

create index decision_run on decision (connection_id, run_id, decision_id);

create table intent (
  connection_id text not null,
  intent_id text not null,
  sequence integer not null,
  entity text not null,
  is_open integer not null,
  body text not null,
  primary key (connection_id, intent_id),
  unique (connection_id, sequence)
) strict;

create unique index intent_entity on intent (connection_id, entity) where is_open = 1;

create index intent_open on intent (connection_id, sequence) where is_open = 1;

create table run (
  connection_id text not null,
  run_id text not null,
  sequence integer not null,
  body text not null,
  primary key (connection_id, run_id),
  unique (connection_id, sequence)
) strict;
