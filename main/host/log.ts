import { join } from 'node:path';
import type { MainLogger, NodeLogger } from 'electron-log';
import type { Log } from '../services.ts';

/**
 * Sends a logger's lines to `logs/outpost.log` in the data folder, and what is wrong to the terminal as well.
 * What nobody catches is logged there too, and Outpost goes on: the engine, which has the data, is in its own thread.
 */
export function keepLog(logger: MainLogger | NodeLogger, data: string): Log {
  const { console: terminal, file } = logger.transports;
  terminal.level = 'warn';
  terminal.format = '{level}: {text}';
  file.level = 'info';
  file.maxSize = 5 * 1024 * 1024;
  file.format = '{iso} {level} {text}';
  file.resolvePathFn = () => join(data, 'logs', 'outpost.log');
  logger.errorHandler.startCatching({ showDialog: false });
  return {
    info: (message) => {
      logger.info(message);
    },
    warn: (message) => {
      logger.warn(message);
    },
    error: (message) => {
      logger.error(message);
    },
  };
}
