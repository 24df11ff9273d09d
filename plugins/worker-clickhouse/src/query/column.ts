import { HexaopsError } from '@hexaops/core';

/** A name in ClickHouse: of a database, a table, a column. */
export const identifierPattern = '^[A-Za-z_][A-Za-z0-9_]{0,127}$';
/** A column, or one value of a column that is a map: `fields[pod]`, `ResourceAttributes[k8s.pod.name]`. */
export const columnPattern = '^[A-Za-z_][A-Za-z0-9_]{0,127}(\\[[A-Za-z0-9_.:/-]{1,128}\\])?$';

const identifier = new RegExp(identifierPattern);
const column = new RegExp(columnPattern);

/** Raises `config-invalid` for a name that is none: names of tables and columns are the operator's, and the only text. */
export function quoted(name: string): string {
  if (!identifier.test(name)) throw noName(name);
  return `\`${name}\``;
}

/** The expression of a column. Raises `config-invalid`. */
export function columnOf(name: string): string {
  if (!column.test(name)) throw noName(name);
  const [map = '', key] = name.split(/[[\]]/);
  return key === undefined ? quoted(map) : `${quoted(map)}['${key}']`;
}

function noName(name: string): HexaopsError {
  return new HexaopsError('config-invalid', `"${name.slice(0, 80)}" is no name of a table or column`, {
    nextStep: 'use letters, digits and underscores; of a map: fields[key]',
  });
}
