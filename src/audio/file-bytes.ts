/**
 * The bytes of a file in blocks, so that a file of any size is read in constant memory.
 * @module
 */
import { open, type FileHandle } from 'node:fs/promises';
import { UserError, messageOf } from '../base/errors';

/** Bytes read at once: enough to make the calls cheap, little enough to stay in the cache. */
const BLOCK_BYTES = 65_536;

/** An open file that is only read. */
export class FileBytes {
  private constructor(
    readonly path: string,
    /** Bytes in the file when it was opened. */
    readonly size: number,
    private readonly handle: FileHandle,
  ) {}

  /**
   * Opens a regular file.
   * @throws UserError if it is missing, forbidden, empty, or not a file.
   */
  static async open(path: string): Promise<FileBytes> {
    let handle: FileHandle;
    try {
      handle = await open(path, 'r');
    } catch (error) {
      throw unreadable(path, error);
    }
    try {
      const status = await handle.stat();
      if (status.isDirectory()) {
        throw new UserError(`${path} is a folder`, 'name the audio files in it');
      }
      if (!status.isFile()) {
        throw new UserError(`${path} is not a file`, 'save the sound to a file');
      }
      if (status.size === 0) throw new UserError(`${path} is empty`, 'record or copy it again');
      return new FileBytes(path, status.size, handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Up to `length` bytes from `position` on: fewer at the end of the file, none behind it. */
  async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - position)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.readOnce(bytes, filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  /** The bytes from `start` to `end` (exclusive), a block at a time; each block is the taker's own. */
  async *blocks(start = 0, end = this.size): AsyncGenerator<Buffer> {
    for (let position = start; position < end;) {
      const block = await this.read(position, Math.min(BLOCK_BYTES, end - position));
      if (block.length === 0) return;
      position += block.length;
      yield block;
    }
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.handle.close();
  }

  private async readOnce(
    bytes: Buffer,
    offset: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    try {
      return await this.handle.read(bytes, offset, bytes.length - offset, position);
    } catch (error) {
      throw unreadable(this.path, error);
    }
  }
}

function unreadable(path: string, error: unknown): UserError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError(`${path} does not exist`, 'check the name and the folder');
    case 'EACCES':
    case 'EPERM':
      return new UserError(`${path} must not be read`, 'give yourself the right to read it');
    case 'EISDIR':
      return new UserError(`${path} is a folder`, 'name the audio files in it');
    default:
      return new UserError(`${path} cannot be read (${messageOf(error)})`, 'copy it again');
  }
}
