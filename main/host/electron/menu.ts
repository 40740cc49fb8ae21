import { join } from 'node:path';
import { Menu, app, shell, type MenuItemConstructorOptions } from 'electron';

/** The menu of the application, as the platform's people know it. */
export function setMenu(data: string): void {
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const developer: MenuItemConstructorOptions[] = app.isPackaged
    ? []
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }];
  const view: MenuItemConstructorOptions[] = [
    ...developer,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  app.setAboutPanelOptions({ applicationName: 'Outpost', applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      { role: 'fileMenu' },
      { role: 'editMenu' },
      { label: '&View', submenu: view },
      { role: 'windowMenu' },
      { role: 'help', submenu: help(data) },
    ]),
  );
}

function help(data: string): MenuItemConstructorOptions[] {
  const about: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [] : [{ type: 'separator' }, { role: 'about' }];
  return [
    {
      label: 'Show &log files',
      click: () => {
        void shell.openPath(join(data, 'logs'));
      },
    },
    {
      label: 'Show &data folder',
      click: () => {
        void shell.openPath(data);
      },
    },
    ...about,
  ];
}
