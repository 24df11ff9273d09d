import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the engine's configuration, in which its one user, `default`, has these grants. Gives the file's path. */
export async function engineConfiguration(
  directory: string,
  grants: readonly string[] = ['ALL ON *.*'],
): Promise<string> {
  const users = join(directory, 'users.xml');
  const configuration = join(directory, 'config.xml');
  const queries = grants.map((grant) => `<query>GRANT ${escaped(grant)}</query>`).join('');
  await writeFile(
    users,
    `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users><default>
    <password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
    <grants>${queries}</grants>
  </default></users>
</clickhouse>
`,
  );
  await writeFile(configuration, `<clickhouse><users_config>${escaped(users)}</users_config></clickhouse>\n`);
  return configuration;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
