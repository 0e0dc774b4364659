/**
 * Checksums of the files of a model folder: SHA-256, in hexadecimal.
 * @module
 */
import { createHash } from 'node:crypto';

/** Of the bytes of one file. */
export function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of files by name. */
export function checksumsOf(files: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, checksumOf(bytes)]),
  );
}
