import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Outpost keeps its data when nobody says otherwise: the platform's folder for application data. */
export function defaultDataFolder(): string {
  const home = homedir();
  if (process.platform === 'win32') {
    return join(process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Outpost');
  }
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Outpost');
  return join(process.env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Outpost');
}
