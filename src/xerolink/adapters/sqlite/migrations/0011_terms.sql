create table term_space (
  connection_id text not null primary key,
  space integer not null unique
) strict;

create table host_profile (
  connection_id text not null,
  number integer not null,
  host_id text not null,
  profile text not null,
  primary key (connection_id, number),
  unique (connection_id, host_id)
) strict, without rowid;

create table host_term (
  space integer not null,
  term integer not null,
  number integer not null,
  primary key (space, term, number)
) strict, without rowid;

create table host_term_total (
  space integer not null,
  term integer not null,
  total integer not null,
  primary key (space, term)
) strict, without rowid;

create table issue_candidate (
  connection_id text not null,
  host_id text not null,
  issue_id text not null,
  primary key (connection_id, host_id, issue_id),
  foreign key (connection_id, issue_id) references issue on delete cascade
) strict, without rowid;

create index issue_candidate_issue on issue_candidate (connection_id, issue_id);

insert or ignore into issue_candidate (connection_id, host_id, issue_id)
  select issue.connection_id, json_extract(candidate.value, '$.host_id'), issue.issue_id
    from issue, json_each(issue.body, '$.candidates') as candidate
   where issue.is_open = 1
