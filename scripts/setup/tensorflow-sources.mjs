/**
 * Where libtensorflow comes from: tfjs-node's own download, or the PyPI wheel of TensorFlow.
 *
 * tfjs-node publishes no checksums. Those below are the ones that distributions and build systems pin
 * for the same files (nixpkgs' mjolnir package has all four); the wheel's stands on PyPI.
 * @module
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mustMatch } from './checksum.mjs';
import { download } from './download.mjs';
import { TFJS_NODE } from './paths.mjs';
import { isReachable } from './reach.mjs';
import { mustRun, run } from './run.mjs';

const OWN_CHECKSUMS = {
  'linux x64': '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
  'linux arm64': '9395d1ff39f5b6847f5121e679ff4e599dc7061a2a7f87ceac061c78e908e6e3',
  'darwin x64': '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
  'darwin arm64': '13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79',
};
const OWN_HOST = 'https://storage.googleapis.com/';

const WHEEL_VERSION = '2.15.1';
const WHEEL = `tensorflow_cpu-${WHEEL_VERSION}-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl`;
const WHEEL_SHA256 = '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26';
const WHEEL_LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * @typedef {object} LibrarySource
 * @property {string} name Also names the folder in the cache.
 * @property {string} title
 * @property {string} expected How long it usually takes.
 * @property {() => boolean} isFor Whether it has files for this machine.
 * @property {() => Promise<boolean>} isReachable
 * @property {(folder: string, downloads: string) => Promise<string[]>} fill Leaves `lib/` and `include/`
 *   in a folder; resolves to the downloaded files, which are of no use any more.
 */

/**
 * The address that tfjs-node's own installer would take.
 * @returns {string}
 */
function ownUrl() {
  const constants = createRequire(import.meta.url)(join(TFJS_NODE, 'scripts', 'deps-constants.js'));
  const host = process.env.TFJS_NODE_CDN_STORAGE || process.env.CDN_STORAGE || OWN_HOST;
  const builds = `${host}tf-builds/libtensorflow_r2_7`;
  if (process.arch === 'arm64') {
    return process.platform === 'darwin'
      ? `${builds}_darwin_arm64_cpu.tar.gz`
      : `${builds}_linux_arm64.tar.gz`;
  }
  const base = process.env.TFJS_NODE_BASE_URI || `${host}tensorflow/libtensorflow/libtensorflow-`;
  return `${base}cpu-${process.platform}-x86_64-${constants.LIBTENSORFLOW_VERSION}.tar.gz`;
}

/** @type {LibrarySource} */
const own = {
  name: 'tfjs-node-download',
  title: "Fetching libtensorflow from tfjs-node's own host",
  expected: 'about a minute, 100 MB',
  isFor: () => `${process.platform} ${process.arch}` in OWN_CHECKSUMS,
  isReachable: () => isReachable(ownUrl()),
  async fill(folder, downloads) {
    const archive = join(downloads, 'libtensorflow.tar.gz');
    const machine = /** @type {keyof typeof OWN_CHECKSUMS} */ (
      `${process.platform} ${process.arch}`
    );
    await download(ownUrl(), archive, OWN_CHECKSUMS[machine]);
    await mustRun('Unpacking libtensorflow', 'install tar', 'tar', ['xzf', archive, '-C', folder]);
    return [archive];
  },
};

/** Takes out what the addon needs, not the 900 MB around it. */
const UNPACK_WHEEL = `
import sys, zipfile
wheel, folder = sys.argv[1:]
wanted = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/include/')
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [n for n in archive.namelist() if n.startswith(wanted)])
`;

/** @type {LibrarySource} */
const wheel = {
  name: `pypi-${WHEEL_VERSION}`,
  title: `Fetching libtensorflow from PyPI (tensorflow-cpu ${WHEEL_VERSION})`,
  expected: 'about half a minute, 207 MB',
  isFor: () => process.platform === 'linux' && process.arch === 'x64',
  // pip knows mirrors and proxies that we do not, so only it can tell.
  isReachable: async () => (await run('python3', ['-m', 'pip', '--version'])).code === 0,
  async fill(folder, downloads) {
    const file = join(downloads, WHEEL);
    if (!existsSync(file)) await fetchWheel(downloads);
    await mustMatch(file, WHEEL_SHA256);
    await mustRun('Unpacking the wheel', 'free some disk space', 'python3', [
      '-c',
      UNPACK_WHEEL,
      file,
      folder,
    ]);
    renameSync(join(folder, 'tensorflow', 'include'), join(folder, 'include'));
    mkdirSync(join(folder, 'lib'));
    for (const library of WHEEL_LIBRARIES) {
      renameSync(join(folder, 'tensorflow', library), join(folder, 'lib', library));
    }
    // The names that tfjs-node's binding.gyp links against.
    symlinkSync('libtensorflow_cc.so.2', join(folder, 'lib', 'libtensorflow.so'));
    symlinkSync('libtensorflow_framework.so.2', join(folder, 'lib', 'libtensorflow_framework.so'));
    rmSync(join(folder, 'tensorflow'), { recursive: true });
    return [file];
  },
};

/**
 * The wheel fits Python 3.11, but only files are taken out of it: any python3 with pip will do.
 * pip writes to a folder of its own and the file is moved when complete.
 * @param {string} downloads
 */
async function fetchWheel(downloads) {
  const partial = join(downloads, 'pip');
  mkdirSync(partial, { recursive: true });
  const platforms = ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'];
  await mustRun(
    'pip download',
    'check the connection to PyPI, then run the same command again',
    'python3',
    [
      ...['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', '-d', partial],
      ...['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'],
      ...platforms.flatMap((platform) => ['--platform', platform]),
      `tensorflow-cpu==${WHEEL_VERSION}`,
    ],
  );
  renameSync(join(partial, WHEEL), join(downloads, WHEEL));
}

/** In the order in which they are tried. */
export const LIBRARY_SOURCES = [own, wheel];

/**
 * The version that tfjs-node has in its package.json.
 * @returns {string}
 */
export function tfjsNodeVersion() {
  return JSON.parse(readFileSync(join(TFJS_NODE, 'package.json'), 'utf8')).version;
}
