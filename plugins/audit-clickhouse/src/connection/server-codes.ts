/**
 * Answers of ClickHouse after which the same request may well be taken: it is busy, out of something, or cannot reach its
 * replicas. Numbers of `src/Common/ErrorCodes.cpp`.
 */
export const passing: ReadonlySet<number> = new Set([
  75, // CANNOT_WRITE_TO_FILE_DESCRIPTOR: the disk is full, or broken
  76, // CANNOT_OPEN_FILE
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
  173, // CANNOT_ALLOCATE_MEMORY
  198, // DNS_ERROR
  201, // QUOTA_EXCEEDED
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  203, // NO_FREE_CONNECTION
  204, // CANNOT_FSYNC
  209, // SOCKET_TIMEOUT
  210, // NETWORK_ERROR
  216, // QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING
  225, // NO_ZOOKEEPER
  236, // ABORTED
  241, // MEMORY_LIMIT_EXCEEDED
  242, // TABLE_IS_READ_ONLY
  243, // NOT_ENOUGH_SPACE
  252, // TOO_MANY_PARTS
  254, // NO_ACTIVE_REPLICAS
  265, // NOT_ENOUGH_BLOCK_NUMBERS
  279, // ALL_CONNECTION_TRIES_FAILED
  285, // TOO_FEW_LIVE_REPLICAS
  286, // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  294, // CANNOT_ASSIGN_ALTER
  319, // UNKNOWN_STATUS_OF_INSERT
  394, // QUERY_WAS_CANCELLED
  425, // SYSTEM_ERROR
  439, // CANNOT_SCHEDULE_TASK
  473, // DEADLOCK_AVOIDED
  499, // S3_ERROR
  586, // CANNOT_CREATE_FILE
  695, // ASYNC_LOAD_FAILED
  700, // USER_SESSION_LIMIT_EXCEEDED
  722, // ASYNC_LOAD_WAIT_FAILED
  745, // SERVER_OVERLOADED
  999, // KEEPER_EXCEPTION
]);

/** What to do about an answer that will be the same the next time. */
export const advice: ReadonlyMap<number, string> = new Map([
  [16, 'the table lacks a column: compare it with `hexaops audit schema`, or name its columns in the configuration'],
  [47, 'the table lacks a column: compare it with `hexaops audit schema`, or name its columns in the configuration'],
  [60, 'create the table: `hexaops audit schema` prints it'],
  [81, 'create the database and the table: `hexaops audit schema` prints them'],
  [164, 'give the account a profile that may set what a delivery asks for: the README of audit-clickhouse names it'],
  [192, 'check the username and the password'],
  [193, 'check the username and the password'],
  [194, 'check the username and the password'],
  [452, 'give the account a profile that may set what a delivery asks for: the README of audit-clickhouse names it'],
  [497, 'grant it: `hexaops audit schema` prints what is needed'],
  [516, 'check the username and the password'],
]);
