import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A way to an instance that lets uploads through only as far as a test says. */
export interface Gate {
  /** Address to reach the instance by. */
  url: string;
  /** From now on a connection stops after so many bytes to the instance, until `open`. */
  hold: (bytes: number) => void;
  /** Everything goes through again, from where it stopped. */
  open: () => void;
  close: () => Promise<void>;
}

/** Opens a gate before the instance at an address on this machine. */
export async function openGate(instance: string): Promise<Gate> {
  const target = new URL(instance);
  const sockets = new Set<Socket>();
  let most = Infinity;
  let held: Socket[] = [];
  const server = createServer((from) => {
    const to = connect(Number(target.port), target.hostname);
    let sent = 0;
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => {
        from.destroy();
        to.destroy();
      });
    }
    from.on('data', (piece) => {
      sent += piece.length;
      to.write(piece);
      if (sent < most) return;
      from.pause();
      held.push(from);
    });
    from.on('end', () => to.end());
    to.pipe(from);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (bytes) => {
      most = bytes;
    },
    open: () => {
      most = Infinity;
      for (const socket of held) socket.resume();
      held = [];
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
