create index decision_left_out on decision (connection_id, xero_id, staged_revision)
  where state = 'left_out'
