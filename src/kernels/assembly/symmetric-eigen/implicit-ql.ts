import { at, put } from "../shared/float64";
import { rotatePanels } from "./rotate-panels";

const MAX_SWEEPS = 60;

/**
 * Rotates the tridiagonal matrix to a diagonal one, and the panels' rows with it. Rotations are written down, sweep by
 * sweep (16 bytes: first row, count; then sine and cosine of each), and done panel by panel when there are many.
 *
 * @param room bytes for rotations, at least 32 n
 * beside[n - 1] becomes 1 where the values were not found, else 0
 */
export function implicitQl(n: usize, d: usize, e: usize, panels: usize, rotations: usize, room: usize): void {
  let end = rotations;
  put(e, n - 1, 0);
  for (let l: usize = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m + 1 < n && Math.abs(at(e, m)) > f64.EPSILON * (Math.abs(at(d, m)) + Math.abs(at(d, m + 1)))) m++;
      if (m == l) break;
      if (sweep == MAX_SWEEPS) {
        put(e, n - 1, 1);
        return;
      }
      if (end + 16 * (m - l + 1) > rotations + room) {
        rotatePanels(n, panels, rotations, end);
        end = rotations;
      }
      const head = end;
      end += 16;
      let g = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
      const root = Math.sqrt(g * g + 1);
      g = at(d, m) - at(d, l) + at(e, l) / (g + (g >= 0 ? root : -root));
      let s: f64 = 1;
      let c: f64 = 1;
      let p: f64 = 0;
      let i = m;
      let whole = true;
      while (i > l) {
        i--;
        const f = s * at(e, i);
        const b = c * at(e, i);
        const r = Math.sqrt(f * f + g * g);
        put(e, i + 1, r);
        if (r == 0) {
          put(d, i + 1, at(d, i + 1) - p);
          put(e, m, 0);
          whole = false;
          break;
        }
        s = f / r;
        c = g / r;
        g = at(d, i + 1) - p;
        const t = (at(d, i) - g) * s + 2 * c * b;
        p = s * t;
        put(d, i + 1, g + p);
        g = c * t - b;
        store<f64>(end, s);
        store<f64>(end, c, 8);
        end += 16;
      }
      store<u32>(head, <u32>(m - 1));
      store<u32>(head, <u32>((end - head - 16) >> 4), 4);
      if (!whole) continue;
      put(d, l, at(d, l) - p);
      put(e, l, g);
      put(e, m, 0);
    }
  }
  rotatePanels(n, panels, rotations, end);
  put(e, n - 1, 0);
}
