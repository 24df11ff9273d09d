import type { Container, Pod } from '../../cluster/objects.ts';
import type { Probe } from '../parts.ts';

/** A port that a container says it listens on. */
export interface DeclaredPort {
  readonly container: string;
  readonly name: string | undefined;
  readonly number: number;
  readonly protocol: string;
}

export function declaredPorts(containers: readonly Container[] | undefined): readonly DeclaredPort[] {
  return (containers ?? []).flatMap(({ name, ports }) =>
    (ports ?? []).flatMap(({ containerPort, name: portName, protocol }) =>
      containerPort === undefined
        ? []
        : [{ container: name ?? '', name: portName, number: containerPort, protocol: protocol ?? 'TCP' }],
    ),
  );
}

/** What a program that reads its port from the environment is told: `PORT=8080`, `SERVER_PORT`, `GRPC_PORT`, `LISTEN_ADDR=:8080`. */
export function portsOfEnvironment({ env }: Container): readonly number[] {
  return (env ?? []).flatMap(({ name, value }) => {
    if (
      !/^(?:[A-Z]+_)?(?:LISTEN_|SERVER_|HTTP_|GRPC_|CONTAINER_)?(?:PORT|LISTEN_ADDR(?:ESS)?|BIND_ADDR(?:ESS)?)$/.test(
        name ?? '',
      )
    )
      return [];
    // A prefix names another program's port: REDIS_PORT, MYSQL_PORT.
    if (
      !/^(?:PORT|LISTEN_ADDR(?:ESS)?|BIND_ADDR(?:ESS)?|(?:SERVER|HTTP|GRPC|CONTAINER|LISTEN|APP|WEB|SERVICE)_(?:PORT|ADDR(?:ESS)?))$/.test(
        name ?? '',
      )
    )
      return [];
    const port = Number(/(?:^|:)(\d{1,5})$/.exec(value ?? '')?.[1]);
    return port > 0 && port < 65_536 ? [port] : [];
  });
}

export interface ProbeTarget {
  /** `http`, `https`, `grpc`, `tcp`, `exec`. */
  readonly protocol: string;
  /** Undefined for `exec`, and for the name of a port that the container does not have. */
  readonly port: number | undefined;
  readonly portName: string | undefined;
}

export function probeTarget(container: Container, probe: Probe): ProbeTarget | undefined {
  const { httpGet, grpc, tcpSocket, exec } = probe;
  if (exec !== undefined) return { protocol: 'exec', port: undefined, portName: undefined };
  const protocol =
    httpGet !== undefined
      ? httpGet.scheme === 'HTTPS'
        ? 'https'
        : 'http'
      : grpc !== undefined
        ? 'grpc'
        : tcpSocket !== undefined
          ? 'tcp'
          : undefined;
  if (protocol === undefined) return undefined;
  const wanted: unknown = httpGet?.port ?? grpc?.port ?? tcpSocket?.port;
  return { protocol, ...resolvePort(container, wanted) };
}

function resolvePort(
  container: Container,
  wanted: unknown,
): { readonly port: number | undefined; readonly portName: string | undefined } {
  const number = Number(wanted);
  if (Number.isInteger(number) && number > 0) return { port: number, portName: undefined };
  const portName = String(wanted);
  return { port: container.ports?.find(({ name }) => name === portName)?.containerPort, portName };
}

/** Every port that anything about the pod says it has: declared, told by the environment, asked by its probes. */
export function knownPorts(pod: Pod): ReadonlySet<number> {
  const containers = pod.spec?.containers ?? [];
  return new Set([
    ...declaredPorts(containers).map(({ number }) => number),
    ...containers.flatMap(portsOfEnvironment),
    ...containers.flatMap((container) =>
      [container.readinessProbe, container.livenessProbe, container.startupProbe].flatMap((probe) => {
        const target = probe === undefined ? undefined : probeTarget(container, probe);
        return target?.port ?? [];
      }),
    ),
  ]);
}

/** What the name of a port promises, as a mesh reads it: `grpc`, `http-web`. Other names promise nothing. */
export function promisedBy(name: string | undefined): string | undefined {
  return /^(grpc|http|https)(?:-|$)/.exec((name ?? '').replace(/^kubernetes\.io\//, ''))?.[1];
}
