import { BlockList, isIPv4 } from 'node:net';
import { defineReadTool, HexaopsError } from '@hexaops/core';

/** A tool reads, and gives evidence: where it looked, the exact query, a title that says what was seen, the content. */
export const describeNetwork = defineReadTool({
  name: 'describe-network',
  worker: 'my-plugin',
  description: 'Tells how many addresses an IPv4 network has, and whether an address is one of them.',
  input: {
    type: 'object',
    additionalProperties: false,
    required: ['network'],
    properties: {
      network: { type: 'string', maxLength: 18, description: 'In CIDR notation: 10.0.0.0/24.' },
      address: { type: 'string', maxLength: 15, description: 'An IPv4 address to look for in it: 10.0.0.7.' },
    },
  },
  async execute({ network, address }) {
    const { base, prefix } = parse(network);
    const addresses = 2 ** (32 - prefix);
    const holds = address === undefined ? undefined : contains(base, prefix, address);
    const title = [
      `${network} has ${addresses} ${addresses === 1 ? 'address' : 'addresses'}`,
      ...(holds === undefined ? [] : [`${address} is ${holds ? 'one' : 'none'} of them`]),
    ].join('; ');
    const object = { network, addresses, ...(holds === undefined ? {} : { address, holds }) };
    return { evidence: [{ source: 'my-plugin', query: network, title, content: { kind: 'object', object } }] };
  },
});

/** An error says what is wrong, and what to write instead: a person and a model both read it. */
function parse(network: string): { readonly base: string; readonly prefix: number } {
  const [, base = '', digits = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(network) ?? [];
  const prefix = Number(digits);
  if (digits !== '' && isIPv4(base) && prefix <= 32) return { base, prefix };
  throw new HexaopsError('input-invalid', `"${network}" is no IPv4 network`, {
    nextStep: 'write an address, a slash and the length of the prefix: 10.0.0.0/24',
  });
}

function contains(base: string, prefix: number, address: string): boolean {
  if (!isIPv4(address)) {
    throw new HexaopsError('input-invalid', `"${address}" is no IPv4 address`, { nextStep: 'write it as 10.0.0.7' });
  }
  const list = new BlockList();
  list.addSubnet(base, prefix);
  return list.check(address);
}
