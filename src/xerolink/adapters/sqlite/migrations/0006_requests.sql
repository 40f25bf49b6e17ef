alter table run add column state text not null default 'finished';

update run set state = json_extract(body, '$.state');

create index run_state on run (connection_id, state, sequence);

create table cancel_request (
  connection_id text not null,
  run_id text not null,
  body text not null,
  primary key (connection_id, run_id)
) strict;

create table connection_pause (
  connection_id text not null primary key,
  body text not null
) strict;

create table app_pause (
  only integer not null primary key check (only = 1),
  body text not null
) strict;
