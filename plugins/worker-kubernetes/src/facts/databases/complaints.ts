/** What programs, and servers themselves, complain of. */
export type Complaint = 'credentials' | 'connections' | 'read-only' | 'unreachable';

/** Words of servers and drivers of MySQL, PostgreSQL, MongoDB and Redis. The first complaint that fits counts. */
const complaints: readonly (readonly [Complaint, RegExp])[] = [
  [
    'connections',
    /Too many (?:open )?connections|ERROR 1040|no more connections allowed|max_user_connections|too many clients already|remaining connection slots are reserved|max number of clients reached|Data source rejected establishment of connection/i,
  ],
  [
    'read-only',
    /--(?:super-|innodb-)?read-only|ERROR 1290|READ ONLY transaction|Error 1792|ER_CANT_EXECUTE_IN_READ_ONLY|ER_OPTION_PREVENTS_STATEMENT|Error 1290|errno: 1290|read-only transaction|in read-only mode|READONLY You can't write|Connection is read-only|database is read[- ]only|Error 1836|not master and slaveOk|NotWritablePrimary/i,
  ],
  [
    'credentials',
    /Access denied for user|ERROR 1045|ER_ACCESS_DENIED|password authentication failed|WRONGPASS|NOAUTH Authentication required|ERR invalid password|SCRAM.*failed|AuthenticationFailed|role "[^"]+" does not exist/i,
  ],
  [
    'unreachable',
    /Communications link failure|reading initial communication packet|Could not create connection to database server|Can't connect to MySQL server|Could not connect to (?:address=|database)|CommunicationsException|dial tcp \S*:(?:3306|5432|27017)|(?:mysql|mariadb|postgres|sqlalchemy|hikari|jdbc|sequelize|gorm).*(?:refused|timed? ?out|unreachable)|ECONNREFUSED \S*:(?:3306|5432|27017)|could not connect to server|MongoServerSelectionError|ServerSelectionTimeoutError/i,
  ],
];

export const anyComplaint = new RegExp(complaints.map(([, pattern]) => pattern.source).join('|'), 'i');

/** A name that is not resolved says nothing of the server; it is told as such, of the name. */
const nameFailure =
  /no such host|ENOTFOUND|UnknownHostException|Name (?:or service not known|does not resolve)|Unknown (?:MySQL server )?host|could not translate host name/;

export function complaintOf(line: string): Complaint | undefined {
  const [complaint] = complaints.find(([, pattern]) => pattern.test(line)) ?? [];
  return complaint === 'unreachable' && nameFailure.test(line) ? undefined : complaint;
}

const engines: readonly (readonly [RegExp, string])[] = [
  [
    /mysql|mariadb|Communications link failure|Could not create connection to database server|Access denied for user|Too many connections|ERROR 1\d{3}|--(?:super-|innodb-)?read-only|READ ONLY transaction|\bER_[A-Z]+_/i,
    'mysql',
  ],
  [
    /postgres|psql|password authentication failed|too many clients already|connection slots|read-only transaction/i,
    'postgres',
  ],
  [/mongo|SCRAM|NotWritablePrimary/i, 'mongodb'],
  [/redis|WRONGPASS|NOAUTH|READONLY You|max number of clients/i, 'redis'],
];

/** Which engine's words the line has; undefined for words of any. */
export function engineIn(line: string): string | undefined {
  return engines.find(([pattern]) => pattern.test(line))?.[1];
}
