import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** `through`; `silent`: bytes are taken and go nowhere; `cut`: connections are broken, and new ones as soon as they are made. */
export type Line = 'through' | 'silent' | 'cut';

/** The way to a TCP server, on which a test decides what comes through. */
export class TcpLink implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #line: Line = 'through';

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near: Socket) => this.#join(near, target));
  }

  static async open(target: number): Promise<TcpLink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TcpLink(server, target);
  }

  set line(line: Line) {
    this.#line = line;
    if (line === 'cut') for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket, target: number): void {
    if (this.#line === 'cut') return void near.destroy();
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (chunk) => {
        if (this.#line === 'through') to.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
