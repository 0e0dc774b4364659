/**
 * How loud it is: the last seconds as a row of bars. For people who want less motion, one bar.
 * @module
 */
import { element } from '../element';
import { levelShare, levelWords } from '../level-scale';
import { TEXT } from '../text';
import type { View } from './view';

/** Width of a bar and of the gap after it, in CSS pixels. */
const BAR = 3;
const STEP = 6;
/** The meter's value is told to screen readers this often; they cannot follow thirty times a second. */
const TELL_MS = 1_000;

/** A view that takes levels in dBFS. */
export interface LevelView extends View {
  push(rms: number, peak: number): void;
}

/** A canvas that scrolls from right to left. */
export function createLevelView(): LevelView {
  const canvas = element('canvas', {
    class: 'level',
    role: 'meter',
    'aria-label': TEXT.level,
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  });
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let shares: number[] = [];
  let told = 0;

  const draw = (): void => {
    const context = fit(canvas);
    if (context === null) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    context.clearRect(0, 0, width, height);
    context.fillStyle = getComputedStyle(canvas).color;
    if (still.matches) {
      const share = shares[shares.length - 1] ?? 0;
      bar(context, 0, height / 2 - BAR, Math.max(BAR, width * share), 2 * BAR);
      return;
    }
    const room = Math.floor(width / STEP);
    shares = shares.slice(-room);
    for (let place = 0; place < room; place++) {
      const share = shares[shares.length - room + place] ?? 0;
      const tall = Math.max(BAR, share * height);
      bar(context, place * STEP, (height - tall) / 2, BAR, tall);
    }
  };
  const tell = (share: number | null): void => {
    canvas.setAttribute('aria-valuenow', String(Math.round((share ?? 0) * 100)));
    canvas.setAttribute('aria-valuetext', share === null ? TEXT.levelOff : levelWords(share));
  };
  new ResizeObserver(draw).observe(canvas);
  return {
    element: canvas,
    push: (_rms, peak) => {
      const share = levelShare(peak);
      shares.push(share);
      draw();
      const now = performance.now();
      if (now - told < TELL_MS) return;
      told = now;
      tell(share);
    },
    update: ({ capture, dictation }) => {
      canvas.dataset['active'] = String(capture.kind === 'open' && dictation.kind === 'listening');
      if (capture.kind !== 'open') {
        shares = [];
        tell(null);
      }
      draw();
    },
  };
}

/** The canvas's context in CSS pixels, sharp on every screen; null while it has no size. */
function fit(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const scale = devicePixelRatio;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (width === 0 || height === 0) return null;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}

function bar(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(width, height) / 2);
  context.fill();
}
