create table inbox (
  connection_id text not null,
  tenant_id text not null,
  resource_id text not null,
  event_at text not null,
  category text not null,
  event_type text not null,
  settled integer not null,
  primary key (connection_id, tenant_id, resource_id, event_at)
) strict, without rowid;

create index inbox_pending on inbox (connection_id, category, event_at, resource_id, tenant_id)
  where settled = 0;

create index inbox_age on inbox (event_at);

create table connection_due (
  connection_id text not null primary key,
  due_at text,
  marked_at text,
  resting_until text
) strict;

create table webhook (
  webhook_id text not null primary key,
  highest integer not null
) strict;

create index connection_tenant
  on connection_record (lower(json_extract(body, '$.organisation.tenant_id')));
