import { isSecretName, maskCommandLine, masked, maskValue, withoutSecrets } from '@hexaops/core';
import type { ManifestObject } from '../manifest/index.ts';
import { isObject, type Json, type JsonObject } from '../record/index.ts';
import { isSecretKey } from './secret-keys.ts';
import { secretValuesOf } from './secret-values.ts';

/** Fields of Kubernetes whose names sound secret and are not. */
const commandLines: ReadonlySet<string> = new Set(['args', 'command']);

/**
 * What may be shown of a release. Nothing of a release reaches evidence, a finding or a preview but through here: a value
 * under a secret name, and every text that holds one of the secrets that the release knows, is masked.
 */
export class Secrecy {
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[] = []) {
    this.#secrets = secrets;
  }

  static of(values: readonly JsonObject[], objects: readonly ManifestObject[]): Secrecy {
    return new Secrecy(secretValuesOf(values, objects));
  }

  /** A text that stands under no name. */
  text(text: string): string {
    const bare = maskValue('', withoutSecrets(text));
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, masked), bare);
  }

  /** The values of a chart, whose names are anybody's. */
  values(values: Json): Json {
    return this.#tree(values, '', false);
  }

  /** One value by its path, `auth.password`: as long as no name of the path is secret. */
  value(path: string, value: Json): Json {
    const keys = keysOf(path);
    return this.#tree(
      value,
      keys.at(-1) ?? '',
      keys.some((key) => isSecretKey(key, false)),
    );
  }

  /** What stands at a path of an object of Kubernetes. `kind` is the object's. */
  field(kind: string, path: string, value: Json): Json {
    if (kind === 'Secret' && /^(data|stringData|metadata\.annotations)/.test(path)) return hidden(value);
    if (isBuiltIn(kind)) return this.#field(value, keyOf(path), nameIn(path));
    return this.#tree(
      value,
      keyOf(path),
      keysOf(path).some((key) => isSecretKey(key, false)),
    );
  }

  #tree(value: Json, key: string, isSecret: boolean): Json {
    if (isSecret) return hidden(value);
    if (Array.isArray(value))
      return this.#list(value as readonly Json[], key, (element) => this.#tree(element, '', false));
    if (!isObject(value)) return this.#scalar(key, value);
    const pair = value['name'];
    return Object.fromEntries(
      Object.entries(value).map(([member, inner]) => {
        const isPair = member === 'value' && typeof pair === 'string' && isSecretName(pair);
        return [member, this.#tree(inner, member, isPair || isSecretKey(member, false))];
      }),
    );
  }

  /** Where names are those of Kubernetes only variables, settings and texts are looked at. */
  #field(value: Json, key: string, name: string | undefined): Json {
    if (Array.isArray(value))
      return this.#list(value as readonly Json[], key, (element) => this.#field(element, '', undefined));
    if (!isObject(value)) {
      if (key === 'value' && name !== undefined && isSecretName(name)) return hidden(value);
      return this.#scalar(name !== undefined && key === 'value' ? name : '', value);
    }
    const own = typeof value['name'] === 'string' ? value['name'] : name;
    return Object.fromEntries(
      Object.entries(value).map(([member, inner]) => [member, this.#field(inner, member, own)]),
    );
  }

  #list(values: readonly Json[], key: string, each: (value: Json) => Json): Json {
    const isCommandLine = commandLines.has(key) && values.every((value) => typeof value === 'string');
    if (!isCommandLine) return values.map(each);
    return maskCommandLine(values).map((word) => this.text(word));
  }

  #scalar(key: string, value: Json): Json {
    if (typeof value === 'string') return isSecretKey(key, false) ? maskValue(key, value) : this.text(value);
    if (typeof value === 'number' && this.#secrets.includes(String(value))) return masked;
    return value;
  }
}

/** Of a value its shape and whether there is one; whether something is switched on is no secret. */
function hidden(value: Json): Json {
  if (value === null || value === '' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(hidden);
  if (!isObject(value)) return masked;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hidden(member)]));
}

/** Kinds whose fields Kubernetes itself names. A ConfigMap's keys are anybody's. */
const builtIn: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'NetworkPolicy',
  'PersistentVolumeClaim',
  'Pod',
  'PodDisruptionBudget',
  'ReplicaSet',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'Service',
  'ServiceAccount',
  'StatefulSet',
]);

function isBuiltIn(kind: string): boolean {
  return builtIn.has(kind);
}

function keysOf(path: string): readonly string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[name=([^\]]*)\]|\[\d+\]|([^.[\]]+)/g)].flatMap(
    ([, quoted, , plain]) => quoted ?? plain ?? [],
  );
}

function keyOf(path: string): string {
  return keysOf(path).at(-1) ?? '';
}

/** The name of the last element on the way: of `env[name=DB_PASSWORD].value`. */
function nameIn(path: string): string | undefined {
  return [...path.matchAll(/\[name=([^\]]*)\]/g)].at(-1)?.[1];
}
