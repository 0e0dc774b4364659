/**
 * Stands in for Electron's own default_app in the test build: `electron [flags] PATH` runs the app at
 * PATH. Packed as default_app.asar, so it runs inside Electron, never under Node.
 * @module
 */
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { app } = require('electron');

/**
 * Splits Electron's arguments into modules to load first and the app's path.
 * @param {string[]} args
 * @returns {{ modules: string[], path: string | undefined }}
 */
function parse(args) {
  const modules = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '-r' || args[i] === '--require') modules.push(args[++i]);
    else if (!args[i].startsWith('-')) return { modules, path: resolve(args[i]) };
  }
  return { modules, path: undefined };
}

/**
 * What Electron itself takes from the package of an app that is run from its folder.
 * @param {string} path
 */
function introduce(path) {
  const file = join(path, 'package.json');
  if (!existsSync(file)) return;
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName || manifest.name || app.name;
  app.setPath('userData', join(app.getPath('appData'), app.name));
  app.setAppPath(path);
}

const { modules, path } = parse(process.argv.slice(1));
// Playwright loads its own part this way.
if (modules.length > 0) Module._preloadModules(modules);
if (path === undefined) {
  process.stderr.write('usage: electron [flags] PATH\n');
  app.exit(2);
} else {
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
  introduce(path);
  try {
    Module._load(Module._resolveFilename(path, null, true), Module, true);
  } catch (error) {
    process.stderr.write(`Error launching app\n${error.stack}\n`);
    process.exit(1);
  }
}
