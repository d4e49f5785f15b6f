// @ts-check
/** How durations read. The server words them in the same way (`simulator/web/wording.py`). */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * `45 s`, `12 min`, `5 h 12 min`, `3 d 4 h`: the two largest units.
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  if (milliseconds < MINUTE) return `${Math.floor(Math.max(0, milliseconds) / SECOND)} s`;
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`;
  if (milliseconds < DAY) return pair(milliseconds, HOUR, "h", MINUTE, "min");
  return pair(milliseconds, DAY, "d", HOUR, "h");
}

/**
 * `4:05`, or `1:04:05` from an hour on.
 * @param {number} milliseconds
 */
export function stopwatch(milliseconds) {
  const seconds = Math.floor(Math.max(0, milliseconds) / SECOND);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/**
 * @param {number} milliseconds @param {number} largeMs @param {string} large @param {number} smallMs
 * @param {string} small
 */
function pair(milliseconds, largeMs, large, smallMs, small) {
  const whole = Math.floor(milliseconds / largeMs);
  const rest = Math.floor((milliseconds % largeMs) / smallMs);
  return rest ? `${whole} ${large} ${rest} ${small}` : `${whole} ${large}`;
}
