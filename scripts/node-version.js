// Plain JavaScript, run before anything else (see the scripts of package.json): a Node that is too old cannot even read
// a TypeScript file, and says so in words that help nobody.
const needed = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`Outpost needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}
