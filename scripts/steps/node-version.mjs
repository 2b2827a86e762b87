// Imported before anything else, and therefore in words that an old Node understands too.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Switchyard needs Node 20.19 or newer; this is Node ${process.versions.node}.\n` +
      'Get a current one from https://nodejs.org, or with your version manager, and try again.',
  );
  process.exit(1);
}
