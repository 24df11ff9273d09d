/** A name as ClickHouse's SQL takes it, whatever is in it. */
export function quoted(name: string): string {
  return `\`${name.replace(/[\\`]/g, String.raw`\$&`)}\``;
}

/** A text as ClickHouse's SQL takes it. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, String.raw`\$&`)}'`;
}
