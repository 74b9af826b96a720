// Section 6 of docs/procedure.md: settle. What changes at every step stands in flat arrays, so that a telephone is quick at it.

import { range, sum } from "./chance.mjs";
import { wishing } from "./friends.mjs";

// The state of settling, [class, quota] at class * Q + quota: counts, weights, and of each quota how the guide changes
// with one member more (`up`) or fewer (`down`) there.
function settling(units, quotas, wishes, tiers, twoWay, classes, cellWeight) {
  const Q = quotas.length;
  const size = classes * Q;
  const flat = (of) => Int32Array.from({ length: size }, (_, i) => of(Math.floor(i / Q), i % Q));
  const counts = new Int32Array(size);
  for (const unit of units) for (const [q, n] of unit.brings) counts[unit.at * Q + q] += n;
  const [low, high] = [0, 1].map((end) => flat((c, q) => quotas[q].bands[c][end]));
  const tierOf = Int32Array.from(quotas, ({ tier }) => tier);
  const isCell = (q) => twoWay && tierOf[q] === tiers - 1;
  const first = Float64Array.from(quotas, (_, q) => (isCell(q) ? cellWeight : 4 ** (tiers + 1 - tierOf[q])));
  const weights = Float64Array.from({ length: size }, (_, i) => first[i % Q]);
  const orNone = Uint8Array.from(quotas, (quota) => Number(quota.orNone === true));
  let risen = 0;
  const excessAt = (i, q, count) => {
    const far = count < low[i] ? low[i] - count : count > high[i] ? count - high[i] : 0;
    return orNone[q] === 1 && far > count ? count : far;
  };
  const [up, down] = [new Float64Array(size), new Float64Array(size)];
  const beyond = new Int32Array(size);
  const oneWay = range(classes).map(() => new Float64Array(tiers));
  const renew = (c, q) => {
    const i = c * Q + q;
    const now = excessAt(i, q, counts[i]);
    oneWay[c][tierOf[q]] += now - beyond[i];
    beyond[i] = now;
    up[i] = weights[i] * (excessAt(i, q, counts[i] + 1) - now);
    down[i] = weights[i] * (excessAt(i, q, counts[i] - 1) - now);
  };
  for (let c = 0; c < classes; c += 1) for (let q = 0; q < Q; q += 1) renew(c, q);
  const friends = wishing(units, wishes, classes, tiers);
  const standing = range(classes).map(() => new Float64Array(tiers));
  const stand = (c) => {
    standing[c].set(oneWay[c]);
    if (wishes.length > 0) friends.excess(c, standing[c]);
  };
  for (let c = 0; c < classes; c += 1) stand(c);
  return {
    up, down, standing, friends,
    all: () => range(tiers).map((k) => sum(standing.map((own) => own[k]))),
    // The change of the guide by quota q when class x gets n of its members more, and y n less.
    shift: (x, y, q, n) => {
      const [i, j] = [x * Q + q, y * Q + q];
      return weights[i] * (excessAt(i, q, counts[i] + n) - beyond[i]) + weights[j] * (excessAt(j, q, counts[j] - n) - beyond[j]);
    },
    // In class a whatever has excess weighs more from now on.
    weighMore: (a) => {
      for (let q = 0; q < Q; q += 1) {
        if (beyond[a * Q + q] === 0 || isCell(q)) continue;
        weights[a * Q + q] += first[q];
        renew(a, q);
      }
      friends.weighMore(a);
      risen += 1;
      if (risen % 20 > 0) return;
      for (let c = 0; c < classes; c += 1) {
        for (let q = 0; q < Q; q += 1) {
          if (isCell(q) || weights[c * Q + q] === first[q]) continue;
          weights[c * Q + q] -= first[q];
          renew(c, q);
        }
      }
      friends.weighLess();
    },
    move: (x, y, leaving, entering) => {
      for (const [some, from, to] of [[leaving, x, y], [entering, y, x]]) {
        for (const unit of some) {
          for (const [q, n] of unit.brings) {
            counts[from * Q + q] -= n;
            counts[to * Q + q] += n;
            renew(from, q);
            renew(to, q);
          }
          unit.at = to;
        }
      }
      // Who wishes for them may sit in any class.
      for (let c = 0; c < classes; c += 1) if (c === x || c === y || wishes.length > 0) stand(c);
    },
  };
}

// Of exchanges by number, each with its change (Infinity: none): the least, and how many have it.
function leastOf(values) {
  let [least, ties] = [Infinity, 0];
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < least) [least, ties] = [values[i], 1];
    else if (values[i] === least) ties += 1;
  }
  return { least, ties };
}

// An excess that counting alone proves: a block, or students of one open class, beyond every even share.
function floorOf(units, quotas, tiers, classes) {
  const most = quotas.map(({ bands }) => Math.max(...bands.map(([, high]) => high)));
  const block = quotas.map(() => 0);
  const bound = range(classes).map(() => quotas.map(() => 0));
  for (const { brings, open } of units) {
    const [only] = open;
    for (const [q, n] of brings) {
      block[q] = Math.max(block[q], n - most[q]);
      if (open.size === 1) bound[only][q] += n;
    }
  }
  const floor = Array(tiers).fill(0);
  quotas.forEach(({ tier, bands }, q) => {
    const pinned = sum(bound.map((own, c) => Math.max(0, own[q] - bands[c][1])));
    floor[tier] += Math.max(block[q], pinned);
  });
  return floor;
}

export function settle(units, quotas, wishes, tiers, twoWay, classes, steps, below, report, known, met = 0) {
  const Q = quotas.length;
  let state = settling(units, quotas, wishes, tiers, twoWay, classes, 1);
  const isSingle = (unit) => unit.seats <= 1;
  const isOpen = Uint8Array.from({ length: units.length * classes }, (_, i) => Number(units[Math.floor(i / classes)].open.has(i % classes)));
  const movable = (x, y) => {
    const found = [];
    for (let u = 0; u < units.length; u += 1) if (units[u].at === x && isOpen[u * classes + y] === 1) found.push(units[u]);
    return found;
  };
  const kinds = new Map();
  for (const unit of units) {
    if (!kinds.has(unit.kind)) kinds.set(unit.kind, kinds.size);
    unit.kindNumber = kinds.get(unit.kind);
    unit.own = Int32Array.from(unit.brings, ([q]) => q);
    unit.many = Int32Array.from(unit.brings, ([, n]) => n);
    unit.once = Int32Array.from(unit.brings.filter(([q]) => !quotas[q].isTotal), ([q]) => q);
    unit.sums = new Map(unit.brings.filter(([q]) => quotas[q].isTotal));
  }

  const moves = [];
  // Of exchanges in their order, each with its place among the values; `sides` says who leaves which class, and for whom.
  const choose = (step, a, values, placeOf, sides) => {
    const { least, ties } = leastOf(values);
    if (least === Infinity) return;
    if (least >= 0) state.weighMore(a);
    if (least > 0) return;
    let [chosen, left] = [-1, below(ties)];
    while (left >= 0) {
      chosen += 1;
      if (values[placeOf(chosen)] === least) left -= 1;
    }
    const [x, y, leaving, entering] = sides(chosen);
    state.move(x, y, leaving, entering);
    moves.push({ step, from: x, to: y, leaving, entering });
  };

  const totals = range(Q).filter((q) => quotas[q].isTotal);
  // All single exchanges at once: what each side changes alone, less what both share and nobody changes.
  const both = new Float64Array(Q);
  // Of each quota how many rows it has and, at q * most, which; a class has at most so many students.
  const most = units.length;
  const here = new Int32Array(Q);
  const rowsOf = new Int32Array(Q * most);
  const kindOf = new Int32Array(most);
  let room = new Float64Array(4096);
  let { up, down, friends } = state;
  const single = (step, a, others) => {
    let all = 0;
    const sides = others.map((b) => {
      const [rows, columns] = [movable(a, b).filter(isSingle), movable(b, a).filter(isSingle)];
      const side = { b, rows, columns, start: all };
      all += (rows.length + 1) * (columns.length + 1);
      return side;
    });
    if (room.length < all) room = new Float64Array(2 * all);
    for (const side of sides) weigh(a, side);
    const sideOf = (i) => sides.filter(({ start }) => start <= i).pop();
    const placeOf = (i) => {
      const { rows, columns, start } = sideOf(i);
      return start + ((i - start) % (columns.length + 1)) * (rows.length + 1) + Math.floor((i - start) / (columns.length + 1));
    };
    choose(step, a, room.subarray(0, all), placeOf, (i) => {
      const { b, rows, columns, start } = sideOf(i);
      const [r, k] = [Math.floor((i - start) / (columns.length + 1)), (i - start) % (columns.length + 1)];
      return [a, b, rows.slice(r, r + 1), columns.slice(k, k + 1)];
    });
  };
  const weigh = (a, { b, rows, columns, start }) => {
    // Column by column, each of `tall` rows: what is near in time is near in memory.
    const [tall, wide] = [rows.length + 1, columns.length + 1];
    const all = tall * wide;
    const values = room.subarray(start, start + all);
    const [A, B] = [a * Q, b * Q];
    for (let r = 0; r < rows.length; r += 1) {
      let own = 0;
      const brought = rows[r].once;
      for (let i = 0; i < brought.length; i += 1) {
        const q = brought[i];
        const leaves = down[A + q] + up[B + q];
        both[q] = leaves + up[A + q] + down[B + q];
        if (both[q] !== 0) {
          rowsOf[q * most + here[q]] = r;
          here[q] += 1;
        }
        own += leaves;
      }
      values[r] = own;
      kindOf[r] = rows[r].kindNumber;
    }
    values[tall - 1] = 0;
    for (let k = 1; k < wide; k += 1) values.copyWithin(k * tall, 0, tall);
    for (let k = 0; k < columns.length; k += 1) {
      let own = 0;
      const base = k * tall;
      const brought = columns[k].once;
      for (let i = 0; i < brought.length; i += 1) {
        const q = brought[i];
        own += up[A + q] + down[B + q];
        if (here[q] === 0) continue;
        const less = both[q];
        const end = q * most + here[q];
        for (let row = q * most; row < end; row += 1) values[base + rowsOf[row]] -= less;
      }
      const kind = columns[k].kindNumber;
      for (let r = 0; r < rows.length; r += 1) {
        values[base + r] = kindOf[r] === kind ? Infinity : values[base + r] + own;
      }
      values[base + rows.length] += own;
    }
    for (let r = 0; r < rows.length; r += 1) for (let i = 0; i < rows[r].once.length; i += 1) here[rows[r].once[i]] = 0;
    if (wishes.length > 0) addWishes(values, a, b, rows, columns);
    for (const q of totals) {
      const brought = (some) => [...some.map(({ sums }) => sums.get(q) ?? 0), 0];
      const enters = brought(columns);
      brought(rows).forEach((less, r) => {
        enters.forEach((more, k) => (values[k * tall + r] += state.shift(a, b, q, more - less)));
      });
    }
    values[all - 1] = Infinity;
  };
  // Who has to do with no wish changes none, whoever the other one is.
  const addWishes = (values, a, b, rows, columns) => {
    const tall = rows.length + 1;
    const touch = rows.map(friends.touches);
    const alone = columns.map((column) => (friends.touches(column) ? friends.change(a, b, [], [column]) : null));
    for (let r = 0; r <= rows.length; r += 1) {
      const row = rows.slice(r, r + 1);
      const own = touch[r] ? friends.change(a, b, row, []) : 0;
      for (let k = 0; k <= columns.length; k += 1) {
        const other = alone[k] ?? null;
        values[k * tall + r] += touch[r] && other !== null ? friends.change(a, b, row, [columns[k]]) : own + (other ?? 0);
      }
    }
  };

  const gained = new Int32Array(Q);
  const change = (x, y, leaving, entering) => {
    const add = (unit, sign) => {
      for (let i = 0; i < unit.own.length; i += 1) gained[unit.own[i]] += sign * unit.many[i];
    };
    let total = 0;
    const count = ({ own }) => {
      for (let i = 0; i < own.length; i += 1) {
        const q = own[i];
        const n = gained[q];
        if (n === 1) total += up[x * Q + q] + down[y * Q + q];
        else if (n === -1) total += down[x * Q + q] + up[y * Q + q];
        else if (n !== 0) total += state.shift(x, y, q, n);
        gained[q] = 0;
      }
    };
    for (const unit of leaving) add(unit, -1);
    for (const unit of entering) add(unit, 1);
    for (const unit of leaving) count(unit);
    for (const unit of entering) count(unit);
    return wishes.length > 0 ? total + friends.change(x, y, leaving, entering) : total;
  };
  // How the change is another one when a unit comes for a block that leaves.
  const againstOne = (x, y, block, { own, many }) => {
    for (let i = 0; i < block.own.length; i += 1) gained[block.own[i]] = -block.many[i];
    let total = 0;
    for (let i = 0; i < own.length; i += 1) {
      const q = own[i];
      if (gained[q] === 0 && many[i] === 1) total += up[x * Q + q] + down[y * Q + q];
      else total += state.shift(x, y, q, gained[q] + many[i]) - state.shift(x, y, q, gained[q]);
    }
    for (let i = 0; i < block.own.length; i += 1) gained[block.own[i]] = 0;
    return total;
  };
  const block = (step, a, x, y, unit) => {
    const others = movable(y, x);
    const shuffled = others.filter(isSingle);
    for (let i = shuffled.length - 1; i > 0; i -= 1) {
      const j = below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    const size = unit.seats;
    const runs = range(Math.floor(shuffled.length / size));
    const bundles = runs.map((k) => shuffled.slice(k * size, (k + 1) * size));
    const against = [...others.map((other) => [other]), [], ...bundles];
    const alone = change(x, y, [unit], []);
    const values = against.map((some, i) => (i < others.length && wishes.length === 0 ? alone + againstOne(x, y, unit, some[0]) : change(x, y, [unit], some)));
    choose(step, a, values, (i) => i, (chosen) => [x, y, [unit], against[chosen]]);
  };

  const counted = twoWay ? tiers - 1 : tiers; // the tiers but the two-way one
  const within = (found, bound) => {
    for (let k = 0; k < counted; k += 1) if (found[k] > bound[k]) return false;
    return true;
  };
  const isBetter = (x, y) => {
    let k = 0;
    while (k < counted && x[k] === y[k]) k += 1;
    return k < counted && x[k] < y[k];
  };
  let best = { at: units.map((unit) => unit.at), excess: state.all(), step: 0, moves: 0 };
  const floor = floorOf(units, quotas, tiers, classes);
  const none = Array(tiers).fill(0);
  let onWord = false;
  let full = false; // from here on every other class is b, and cells weigh nothing
  for (let step = 0; classes > 1; ) {
    const uneven = [];
    for (let c = 0; c < classes; c += 1) if (!within(state.standing[c], none)) uneven.push(c);
    if (uneven.length === 0) break;
    // Who knows that nothing is better may stop: no later step can beat it.
    if (within(best.excess, floor)) break;
    if (known && within(best.excess, known)) {
      onWord = true;
      break;
    }
    if (step >= 2 * best.step + 2000) {
      // The record's step `met` a better one after these, where one was known or thought to be possible.
      if (best.excess[0] === 0 && best.step >= met) break;
      if (!full) state = settling(units, quotas, wishes, tiers, twoWay, classes, 0);
      ({ up, down, friends } = state);
      full = true;
    }
    step += full ? Math.ceil(classes / 4) : 1;
    if (step > steps) break;
    const a = uneven[below(uneven.length)];
    let b = below(classes - 1);
    if (b >= a) b += 1;
    const blocks = [[a, b], [b, a]].flatMap(([x, y]) => movable(x, y).filter((unit) => !isSingle(unit)).map((unit) => [x, y, unit]));
    const made = moves.length;
    if (blocks.length > 0 && below(4) === 0) block(step, a, ...blocks[below(blocks.length)]);
    else single(step, a, full ? range(classes).filter((c) => c !== a) : [b]);
    if (moves.length > made) {
      const now = state.all();
      if (isBetter(now, best.excess)) {
        best = { at: units.map((unit) => unit.at), excess: now, step, moves: moves.length };
      }
    }
    report?.("settle", step, steps);
  }
  return { ...best, onWord, moves: moves.slice(0, best.moves) };
}
