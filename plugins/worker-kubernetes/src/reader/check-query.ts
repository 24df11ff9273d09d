import { type ClusterQuery, type ClusterResource, HexaopsError } from '@hexaops/core';
import { checkNamespace, checkObjectName } from '../source/names.ts';
import { labelMatcher } from '../source/label-selector.ts';

const apiGroup = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$/;
const apiVersion = /^v[0-9]{1,3}((alpha|beta)[0-9]{1,3})?$/;
const plural = /^[a-z][a-z0-9]{0,62}$/;
const fieldSelector = /^[\w.]+(==?|!=)[\w./:-]*(,[\w.]+(==?|!=)[\w./:-]*)*$/;

/** Raises `input-invalid` for what no path is built of. */
export function checkApi({ group, version }: Pick<ClusterResource, 'group' | 'version'>): void {
  if (group.length > 253 || !apiGroup.test(group)) refuse('API group', group);
  if (!apiVersion.test(version)) refuse('API version', version);
}

/** Raises `input-invalid` for what no path is built of, and for selectors that mean nothing. */
export function checkQuery(resource: ClusterResource, query: ClusterQuery): void {
  checkApi(resource);
  if (!plural.test(resource.resource)) refuse('resource', resource.resource);
  const { namespace, name, labelSelector } = query;
  if (namespace !== undefined) checkNamespace(namespace);
  if (name !== undefined) checkObjectName(name);
  if (labelSelector !== undefined) labelMatcher(labelSelector);
  const fields = query.fieldSelector;
  if (fields !== undefined && (fields.length > 1000 || !fieldSelector.test(fields))) refuse('field selector', fields);
  if (name !== undefined && (labelSelector ?? fields) !== undefined) {
    throw new HexaopsError('input-invalid', 'one object is read by its name, and a list by selectors', {
      nextStep: 'leave one of them out',
    });
  }
}

function refuse(what: string, value: string): never {
  throw new HexaopsError('input-invalid', `${JSON.stringify(value.slice(0, 100))} is no ${what} of Kubernetes`, {
    nextStep: 'write it as the Kubernetes API does: apps, v1, deployments',
  });
}
