update connection_record
   set body = json_set(body, '$.host_cursor', null, '$.xero_cursor', null)
