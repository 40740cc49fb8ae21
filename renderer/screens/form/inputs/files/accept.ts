/** Whether a file is of one of the types as `<input accept>` names them: `image/*`, `application/pdf`, `.pdf`. */
export function isAccepted({ name, type }: { name: string; type: string }, accept: string[]): boolean {
  return (
    accept.length === 0 || accept.some((pattern) => fits(pattern.toLowerCase(), name.toLowerCase(), type))
  );
}

function fits(pattern: string, name: string, type: string): boolean {
  if (pattern.startsWith('.')) return name.endsWith(pattern);
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
