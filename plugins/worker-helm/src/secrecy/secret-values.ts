import { isSecretName } from '@hexaops/core';
import { isObject, type Json, type JsonObject } from '../record/index.ts';
import type { ManifestObject } from '../manifest/index.ts';
import { isSecretKey } from './secret-keys.ts';

/** A shorter one would take words out of texts that have nothing to do with it. It is masked where it stands all the same. */
const shortest = 6;
const passwordInUrl = /:\/\/[^\s/@:]*:([^\s/@]+)@/g;

/**
 * The secrets that a release knows: what stands under a secret name in its values, and what its Secrets hold. A chart puts
 * them into other places too (a connection string, a file, a note), where no name tells what they are.
 */
export function secretValuesOf(trees: readonly JsonObject[], objects: readonly ManifestObject[]): readonly string[] {
  const found = new Set<string>();
  for (const tree of trees) collect(tree, false, found);
  for (const { kind, object } of objects) {
    if (kind === 'Secret') collectSecret(object, found);
    else collectPairs(object, found);
  }
  const forms = [...found].flatMap(formsOf).filter((text) => text.length >= shortest);
  return [...new Set(forms)].toSorted((left, right) => right.length - left.length);
}

function collect(value: Json, isSecret: boolean, found: Set<string>): void {
  if (Array.isArray(value)) for (const element of value as readonly Json[]) collect(element, isSecret, found);
  else if (isObject(value)) collectMembers(value, isSecret, found);
  else if (typeof value === 'string' || typeof value === 'number') {
    if (isSecret) found.add(String(value));
    else for (const [, password = ''] of String(value).matchAll(passwordInUrl)) found.add(password);
  }
}

function collectMembers(object: JsonObject, isSecret: boolean, found: Set<string>): void {
  const { name, value } = object;
  const isPair = typeof name === 'string' && isSecretName(name);
  for (const [key, member] of Object.entries(object)) {
    const isValue = isPair && member === value && key === 'value';
    collect(member, isValue || isSecretKey(key, isSecret), found);
  }
}

/** Variables of containers: `{ name: DB_PASSWORD, value }`. Names of fields say nothing here: `secretKeyRef` holds no secret. */
function collectPairs(value: Json, found: Set<string>): void {
  if (Array.isArray(value)) for (const element of value as readonly Json[]) collectPairs(element, found);
  if (!isObject(value)) return;
  const { name, value: paired } = value;
  if (typeof name === 'string' && isSecretName(name) && typeof paired === 'string') found.add(paired);
  for (const member of Object.values(value)) collectPairs(member, found);
}

function collectSecret({ data, stringData }: JsonObject, found: Set<string>): void {
  for (const value of isObject(stringData) ? Object.values(stringData) : []) {
    if (value !== null) collect(value, true, found);
  }
  for (const value of isObject(data) ? Object.values(data) : []) {
    if (typeof value !== 'string') continue;
    found.add(value);
    const text = Buffer.from(value, 'base64').toString('utf8');
    if (!text.includes('\uFFFD')) found.add(text);
  }
}

/** The ways in which one secret is written: as it is, its lines, in JSON, in a URL, in base64. */
function formsOf(secret: string): readonly string[] {
  const text = secret.trim();
  const lines = text.includes('\n') ? text.split('\n').map((line) => line.trim()) : [];
  return [secret, text, ...lines].flatMap((form) => [
    form,
    JSON.stringify(form).slice(1, -1),
    encodeURIComponent(form.toWellFormed()),
    Buffer.from(form, 'utf8').toString('base64'),
  ]);
}
