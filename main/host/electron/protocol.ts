import { protocol } from 'electron';
import { readAsset } from '../assets.ts';
import { securityHeaders } from '../policy.ts';

/** Address of the one page, and of everything it loads. */
export const pageAddress = 'app://outpost/';

/** Makes `app:` a scheme with an origin of its own. Before Electron is ready. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer from `folder`, each answer with the same rules as in the web host. */
export function serveRenderer(folder: string): void {
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    const asset = host === 'outpost' ? await readAsset(folder, pathname) : null;
    if (asset === null)
      return new Response('There is no such file.\n', { status: 404, headers: securityHeaders });
    return new Response(asset.body, { headers: { ...securityHeaders, 'Content-Type': asset.type } });
  });
}

/** Whether an address is the page's own. A look at the parts, because a prefix can be imitated. */
export function isOwnPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol: scheme, host } = new URL(address);
  return scheme === 'app:' && host === 'outpost';
}
