/**
 * The folder into which transcripts are written, one file a recording, none over another.
 * @module
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { UserError, messageOf } from '../base/errors';

/** Names that this run has written into one folder. */
export class OutputFolder {
  private readonly names = new Set<string>();

  private constructor(private readonly folder: string) {}

  /**
   * Makes the folder if it is missing.
   * @throws UserError if that cannot be done.
   */
  static async open(folder: string): Promise<OutputFolder> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw new UserError(
        `cannot make the folder ${folder} (${messageOf(error)})`,
        'choose another --output DIR',
      );
    }
    return new OutputFolder(folder);
  }

  /**
   * Writes `text` to the recording's name with another extension; a second recording of that name gets a number.
   * A reader never sees half a file.
   * @throws UserError if the file cannot be written.
   */
  async write(recording: string, extension: string, text: string): Promise<void> {
    const path = join(this.folder, this.freeName(parse(recording).name, extension));
    const part = `${path}.${process.pid}.part`;
    try {
      await writeFile(part, text);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw new UserError(
        `cannot write ${path} (${messageOf(error)})`,
        'choose another --output DIR',
      );
    }
  }

  private freeName(stem: string, extension: string): string {
    for (let copy = 1; ; copy++) {
      const name = copy === 1 ? `${stem}.${extension}` : `${stem}-${copy}.${extension}`;
      // Some file systems take a.txt and A.txt for the same file.
      if (!this.names.has(name.toLowerCase())) {
        this.names.add(name.toLowerCase());
        return name;
      }
    }
  }
}
