create table token_set (
  token_set_id text not null primary key,
  state text not null,
  expires_at text not null,
  scopes text not null,
  key_id text not null,
  data_key text not null,
  access_token text not null,
  refresh_token text not null,
  owner text not null,
  until text not null,
  fence integer not null
) strict;

create index token_set_pending on token_set (token_set_id) where state = 'pending';

create index token_set_key on token_set (key_id);

create table token_binding (
  connection_id text not null primary key,
  token_set_id text not null,
  foreign key (token_set_id) references token_set on delete cascade
) strict;

create index token_binding_set on token_binding (token_set_id);

create table consent (
  state_digest text not null primary key,
  expires_at text not null,
  redirect_uri text not null,
  scopes text not null,
  key_id text not null,
  data_key text not null,
  verifier text not null
) strict;

create index consent_expires on consent (expires_at);
