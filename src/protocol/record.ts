/**
 * The few checks from which all guards are made. They look at own properties only, so that nothing
 * inherited or inserted through a prototype counts.
 * @module
 */

/** An object whose fields are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** True for plain objects as structured cloning and `JSON.parse` make them; not for arrays. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own field `name`, or undefined. */
export function fieldOf(record: UnknownRecord, name: string): unknown {
  return owns(record, name) ? record[name] : undefined;
}

/** True for a string of at most `limit` UTF-16 units. */
export function isText(value: unknown, limit: number): value is string {
  return typeof value === 'string' && value.length <= limit;
}

/** True for a finite number that is at least 0. */
export function isMeasure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** True for a safe integer that is at least 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** True when `record` has exactly the fields of `names`. */
export function hasOnly(record: UnknownRecord, names: readonly string[]): boolean {
  const keys = Object.keys(record);
  return keys.length === names.length && names.every((name) => owns(record, name));
}

function owns(record: UnknownRecord, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(record, name);
}
