alter table connection_due add column turn_at text;

alter table connection_due add column rests integer not null default 0;
