/**
 * Checks what a window asks for. A window shows text only, but it is the part that would be attacked, so
 * a request with an unknown kind, a wrong type, a missing or a surplus field is refused.
 * @module
 */
import { type AppRequest, MAX_DEVICE_NAME } from './ipc';
import { fieldOf, hasOnly, isRecord, isText } from './record';
import { isWritingSwitch } from './writing';

/** Requests that carry nothing but their kind. */
const BARE_KINDS: ReadonlySet<string> = new Set([
  'snapshot',
  'start',
  'stop',
  'copy',
  'clear',
  'restore',
  'refresh-microphones',
  'retry-recognizer',
  'recover',
  'discard-recovery',
]);

/** True when `value` is a request exactly as `ipc.ts` declares it. */
export function isAppRequest(value: unknown): value is AppRequest {
  if (!isRecord(value)) return false;
  const kind = fieldOf(value, 'kind');
  if (typeof kind !== 'string') return false;
  if (BARE_KINDS.has(kind)) return hasOnly(value, ['kind']);
  switch (kind) {
    case 'choose-microphone':
      return hasOnly(value, ['kind', 'name']) && isDeviceChoice(fieldOf(value, 'name'));
    case 'keep-ready':
      return hasOnly(value, ['kind', 'on']) && typeof fieldOf(value, 'on') === 'boolean';
    case 'write':
      return (
        hasOnly(value, ['kind', 'name', 'on']) &&
        isWritingSwitch(fieldOf(value, 'name')) &&
        typeof fieldOf(value, 'on') === 'boolean'
      );
    default:
      return false;
  }
}

/** True for the name of a microphone, or null for the system's default one. */
export function isDeviceChoice(value: unknown): value is string | null {
  return value === null || (isText(value, MAX_DEVICE_NAME) && value.length > 0);
}
