// The outline of metropolitan France from a map of its departments: borders that two departments share are drawn once, and every line is simplified by itself,
// so that nothing gapes. Writes two paths, the land and the borders within it.

const TOLERANCE = 0.9; // in units of the map, which is 613 wide

// Absolute rings of a path that has only m, l and z (and pairs after them), on a grid of a tenth.
function rings(d) {
  const found = [];
  let ring = [], x = 0, y = 0, relative = true, move = false;
  for (const token of d.match(/[a-z]|-?[\d.]+,-?[\d.]+/gi) ?? []) {
    if (/^[a-z]$/i.test(token)) {
      if (/z/i.test(token)) { found.push(ring); [x, y] = ring[0]; ring = []; continue; }
      if (!/[ml]/i.test(token)) throw new Error(`a path with ${token}`);
      relative = token === token.toLowerCase();
      move = /m/i.test(token);
      if (move && ring.length) { found.push(ring); ring = []; }
      continue;
    }
    const [dx, dy] = token.split(",").map(Number);
    [x, y] = relative ? [x + dx, y + dy] : [dx, dy];
    ring.push([x, y]);
    move = false;
  }
  if (ring.length) found.push(ring);
  return found;
}

const key = ([x, y]) => `${Math.round(x * 2)},${Math.round(y * 2)}`;
const point = (name) => name.split(",").map((half) => half / 2);

function simplify(line) {
  if (line.length < 3) return line;
  const [a, b] = [line[0], line[line.length - 1]].map(point);
  let far = 0, place = 0;
  for (let i = 1; i < line.length - 1; i += 1) {
    const [x, y] = point(line[i]);
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.hypot(dx, dy);
    const away = length ? Math.abs(dy * (x - a[0]) - dx * (y - a[1])) / length : Math.hypot(x - a[0], y - a[1]);
    if (away > far) [far, place] = [away, i];
  }
  if (far <= TOLERANCE) return [line[0], line[line.length - 1]];
  return [...simplify(line.slice(0, place + 1)).slice(0, -1), ...simplify(line.slice(place))];
}

function area(ring) {
  const points = ring.map(point);
  return Math.abs(points.reduce((sum, [x, y], i) => { const [u, v] = points[(i + 1) % points.length]; return sum + x * v - u * y; }, 0)) / 2;
}

// Relative steps on whole units: half of what absolute numbers take.
function path(lines) {
  let text = "";
  for (const line of lines) {
    const closed = line.length > 2 && line[0] === line[line.length - 1];
    const points = (closed ? line.slice(0, -1) : line).map((name) => point(name).map(Math.round));
    let [x, y] = points[0];
    text += `M${x} ${y}`;
    const steps = [];
    for (const [u, v] of points.slice(1)) {
      if (u === x && v === y) continue;
      steps.push(`${u - x}${v - y < 0 ? "" : " "}${v - y}`);
      [x, y] = [u, v];
    }
    if (steps.length) text += `l${steps.join(" ").replace(/ -/g, "-")}`;
    if (closed) text += "z";
  }
  return text;
}

export function outline(svg) {
  const edges = new Map(), near = new Map();
  for (const match of svg.matchAll(/\sd="([^"]+)"/g)) {
    for (const ring of rings(match[1])) {
      const names = ring.map(key).filter((name, i, list) => name !== list[(i + list.length - 1) % list.length]);
      names.forEach((from, i) => {
        const to = names[(i + 1) % names.length];
        const edge = from < to ? `${from} ${to}` : `${to} ${from}`;
        edges.set(edge, (edges.get(edge) ?? 0) + 1);
        for (const [a, b] of [[from, to], [to, from]]) near.set(a, (near.get(a) ?? new Set()).add(b));
      });
    }
  }
  const kind = (a, b) => edges.get(a < b ? `${a} ${b}` : `${b} ${a}`);
  // The lines of one kind of edge, from fork to fork; a fork is a point where the edges of that kind are not two.
  function lines(wanted) {
    const of = (name) => [...near.get(name)].filter((other) => wanted(kind(name, other)));
    const used = new Set(), found = [];
    const walk = (from, to) => {
      const line = [from];
      let [before, here] = [from, to];
      for (;;) {
        const edge = before < here ? `${before} ${here}` : `${here} ${before}`;
        if (used.has(edge)) return line;
        used.add(edge);
        line.push(here);
        const next = of(here).filter((other) => other !== before);
        if (of(here).length !== 2 || next.length !== 1 || here === from) return line;
        [before, here] = [here, next[0]];
      }
    };
    const names = [...near.keys()].filter((name) => of(name).length);
    for (const forks of [true, false]) {
      for (const name of names) {
        if ((of(name).length !== 2) !== forks) continue;
        for (const other of of(name)) { const line = walk(name, other); if (line.length > 1) found.push(line); }
      }
    }
    return found;
  }
  // The coast is one line round each piece of land: what was broken off at a fork, or where two departments meet inexactly on the coast, is joined at its nearest end, since an
  // open line would be closed by a straight one, across the land.
  function joined(pieces) {
    const rings = pieces.filter((line) => line[0] === line[line.length - 1]);
    const open = pieces.filter((line) => line[0] !== line[line.length - 1]);
    const apart = (a, b) => { const [[x, y], [u, v]] = [point(a), point(b)]; return Math.hypot(u - x, v - y); };
    while (open.length) {
      let line = open.shift();
      for (;;) {
        const end = line[line.length - 1];
        let [best, place, turned] = [apart(end, line[0]), -1, false];
        open.forEach((other, i) => {
          for (const [name, back] of [[other[0], false], [other[other.length - 1], true]]) {
            if (apart(end, name) < best) [best, place, turned] = [apart(end, name), i, back];
          }
        });
        if (place < 0) break;
        const [next] = open.splice(place, 1);
        line = [...line, ...(turned ? next.reverse() : next)];
      }
      rings.push(line[0] === line[line.length - 1] ? line : [...line, line[0]]);
    }
    return rings;
  }
  const ring = (line) => {
    // A ring is simplified in two halves: from its first point to the one farthest from it, and back.
    const [x, y] = point(line[0]);
    const far = line.reduce((best, name, i) => { const [u, v] = point(name); const d = Math.hypot(u - x, v - y); return d > best[0] ? [d, i] : best; }, [0, 0])[1];
    return [...simplify(line.slice(0, far + 1)).slice(0, -1), ...simplify(line.slice(far))];
  };
  const land = joined(lines((count) => count === 1)).filter((line) => area(line) > 2).map(ring);
  const borders = lines((count) => count > 1).map(simplify);
  return `${path(land)}\n${path(borders)}\n`;
}
