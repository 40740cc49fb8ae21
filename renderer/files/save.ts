/** Gives the person a file to keep: by the browser's download, which Electron asks a place for. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Taken back only when the download has begun to read it.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
