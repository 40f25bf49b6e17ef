create table invoice (
  connection_id text not null,
  host_id text not null,
  contact_id text not null,
  xero_id text,
  state text not null,
  looked_at integer not null,
  body text not null,
  primary key (connection_id, host_id)
) strict;

create unique index invoice_xero on invoice (connection_id, xero_id) where xero_id is not null;

create index invoice_contact on invoice (connection_id, contact_id, host_id);

create index invoice_page on invoice (connection_id, host_id, state);

create index invoice_looked_at on invoice (connection_id, host_id) where looked_at = 1;

create table invoice_cause (
  connection_id text not null,
  cause_key text not null,
  host_id text not null,
  primary key (connection_id, cause_key, host_id),
  foreign key (connection_id, host_id) references invoice on delete cascade
) strict, without rowid;

create index invoice_cause_owner on invoice_cause (connection_id, host_id);

create table invoice_intent (
  connection_id text not null,
  intent_id text not null,
  sequence integer not null,
  host_id text not null,
  is_open integer not null,
  body text not null,
  primary key (connection_id, intent_id),
  unique (connection_id, sequence)
) strict;

create unique index invoice_intent_invoice on invoice_intent (connection_id, host_id)
  where is_open = 1;

create index invoice_intent_open on invoice_intent (connection_id, sequence) where is_open = 1;

create table invoice_issue (
  connection_id text not null,
  issue_id text not null,
  cause_key text not null,
  is_open integer not null,
  body text not null,
  primary key (connection_id, issue_id)
) strict;

create unique index invoice_issue_cause on invoice_issue (connection_id, cause_key)
  where is_open = 1;

create index invoice_issue_page on invoice_issue (connection_id, issue_id) where is_open = 1;

create table invoice_book (
  connection_id text not null primary key,
  body text not null
) strict;

create table invoice_to_send (
  connection_id text not null,
  host_id text not null,
  sequence integer not null,
  primary key (connection_id, host_id),
  unique (connection_id, sequence)
) strict, without rowid
