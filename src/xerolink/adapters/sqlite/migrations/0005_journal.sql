create table journal (
  connection_id text not null,
  sequence integer not null,
  run_id text not null,
  fact text not null,
  body text,
  salt text,
  values_digest text not null,
  previous text not null,
  digest text not null,
  key_id text not null,
  primary key (connection_id, sequence)
) strict;

create index journal_run on journal (connection_id, run_id, sequence);

create table journal_about (
  connection_id text not null,
  entity text not null,
  sequence integer not null,
  primary key (connection_id, entity, sequence),
  foreign key (connection_id, sequence) references journal on delete cascade
) strict, without rowid;

create index journal_about_entry on journal_about (connection_id, sequence);
