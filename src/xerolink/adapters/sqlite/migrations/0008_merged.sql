create index staged_merged on staged (connection_id, json_extract(contact, '$.merged_to'), xero_id)
  where json_extract(contact, '$.merged_to') is not null
