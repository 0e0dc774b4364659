/**
 * Time as people read it on a recorder.
 * @module
 */

/** Seconds as `m:ss`, from an hour on as `h:mm:ss`. */
export function formatElapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours === 0
    ? `${String(minutes)}:${rest}`
    : `${String(hours)}:${String(minutes).padStart(2, '0')}:${rest}`;
}
