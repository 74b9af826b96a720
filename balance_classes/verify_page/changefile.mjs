// Changes after the draw, followed from student to student with the draw file: what was asked, what the lots give, what it does to the balance.

import { H, bytewise, lot, range, sum } from "./chance.mjs";
import { findClass } from "./classnames.mjs";
import { check, countsIn, lettersOf } from "./evidence.mjs";
import { asStudent } from "./formulation.mjs";
import { pairingWrong } from "./pairfile.mjs";
import { placedBy, standingExcess } from "./place.mjs";
import { openTo, sameStudent, standingProblem } from "./standing.mjs";

const same = (x, y) => H(x) === H(y);
const SAID = {
  pairings: ["Teams, and the lot that gave classes their names and teachers, drawn again: the same came of it."],
  changes: ["Each change after the draw followed from student to student: what was asked is what was entered before its lot, newcomers placed again came into the same classes, and every balance is as it is told."],
};

// All that is known of everybody, by lottery number.
const known = (students) => H([...students].sort((x, y) => x.number - y.number)
  .map(({ number, row }) => [number, ...row.slice(0, 10), ...(row[10]?.length > 0 ? [row[10]] : [])]));
const byKey = (some) => [...some].sort((x, y) => bytewise(x.row[0], y.row[0]));
function rowsAsRead(some) {
  const wishing = some.some(({ row }) => row[10]?.length > 0);
  return byKey(some).map(({ row }) => [...row.slice(0, 10), ...(wishing ? [row[10] ?? []] : [])]);
}

// The bin of a newcomer is that of its number among those who were drawn.
function binsOfNewcomers(fixed, drawn, rows) {
  return fixed.numbers.every((name, i) => {
    const at = fixed.attributes.indexOf(name);
    const bins = fixed.rules.numbers.find(([one]) => one === name)[1];
    const stated = drawn.map((row) => row[9][i]).filter((one) => one !== "");
    return rows.every((row) => {
      const own = row[9][i];
      if (own === "" || stated.length === 0) return own !== "" || row[3][at] === "";
      const smaller = stated.filter((one) => one < own).length;
      const equal = stated.filter((one) => one === own).length;
      const bin = Math.min(bins, Math.floor((bins * (2 * smaller + equal)) / (2 * stated.length)) + 1);
      return row[3][at] === `bin_${String(bin).padStart(String(bins).length, "0")}_of_${bins}`;
    });
  });
}

// Newcomers and leavers; the state after them, and what is otherwise than the lot gives it.
function placing(fixed, state, value, rows, alike, fail) {
  const going = new Set(value.leavers.map(({ lottery_number: number }) => number));
  const came = rows.map((row, i) => ({ number: state.highest + 1 + i, row, at: null }));
  const asked = H(["place", known([...state.there, ...state.left, ...came]), [...going].sort((x, y) => x - y), [value.method, value.cap, value.cap_reason]]);
  const sound = rows.every((row) => [[row[2], fixed.identities], [row[3], fixed.attributes], [row[9], fixed.numbers]].every(([own, all]) => own.length === all.length));
  if (!sound || asked !== value.asked || !same(rows, [...rows].sort(([x], [y]) => bytewise(x, y)))) {
    fail("asked");
    return null;
  }
  if (!same([...going], [...going].sort((x, y) => x - y)) || !binsOfNewcomers(fixed, state.drawn, rows)) fail("newcomers");
  const stays = state.there.filter(({ number }) => !going.has(number));
  const left = [...state.left, ...state.there.filter(({ number }) => going.has(number))];
  const highest = state.highest + came.length;
  if (came.length === 0) {
    if (value.seed || value.choices !== "1" || value.newcomers.length > 0) fail("newcomers");
    return { ...state, there: stays, left };
  }
  const made = standingProblem(fixed, state, [...stays, ...came], alike, value.cap);
  const { problem, inOrder, placed } = made;
  const offered = new Map(problem.reach);
  const [reach, returned] = [[], []];
  inOrder.forEach(({ row, at }, s) => {
    if (at !== null) return;
    const former = state.left.filter((gone) => sameStudent(fixed, gone.row, row)).pop();
    if (former) returned.push([s, former.at]);
    const open = openTo(asStudent(row), state.names).filter((c) => !offered.has(s) || offered.get(s).includes(c));
    if (open.length < state.names.length) reach.push([s, open]);
  });
  const asks = { number: value.number, highest: state.highest, method: value.method, problem: { ...problem, reach }, placed, returned };
  const drawn = value.seed ? placedBy(value.seed.value, asks) : { choices: "0" };
  if (drawn.choices === "0") {
    fail("newcomers");
    return null;
  }
  const seats = drawn.order.map((s, i) => ({ number: drawn.numbers[i], row: inOrder[s].row, at: drawn.classes[i], among: drawn.among[i] }));
  const form = seats.map(({ number, at, among }) => ({ lottery_number: number, school_class: state.names[at], drawn_among: among.map((c) => state.names[c]) }));
  if (!same(form, value.newcomers) || drawn.choices !== value.choices) fail("newcomers");
  if (!same(seats.filter(({ row }) => row[6]).map(({ number, at }) => ({ school_class: state.names[at], lottery_number: number })), value.pinned)) fail("pinned");
  if (!same(seats.filter(({ row }) => row[7].length > 0).map(({ number, row }) => ({ school_classes: row[7], lottery_number: number })), value.barred)) fail("barred");
  return { ...state, highest, there: [...stays, ...seats], left };
}

// Which wishes of before the draw are not kept, each by its kind and what it is.
function unkept(there, names) {
  const found = new Set();
  const [together, apart] = [new Map(), new Map()];
  for (const { number, row, at } of there) {
    const { pinned, together: code, apart: codes } = asStudent(row);
    if (pinned && findClass(pinned, names) >= 0 && findClass(pinned, names) !== at) found.add(`pinned_class ${number}`);
    if (code) together.set(code, new Set([...(together.get(code) ?? []), at]));
    for (const one of codes) apart.set(JSON.stringify([one, at]), (apart.get(JSON.stringify([one, at])) ?? 0) + 1);
  }
  for (const [code, classes] of together) if (classes.size > 1) found.add(`together ${code}`);
  for (const [code, count] of apart) if (count > 1) found.add(`apart ${code} ${count}`);
  return found;
}

// An approved change: who was moved, and that caps, limits and closed classes are kept.
function amending(fixed, state, value, alike, fail) {
  const moves = value.moves.map((move) => [move.lottery_number, move.leaves, move.joins]);
  if (H(["amend", known([...state.there, ...state.left]), moves, value.reason_code, value.approval, value.by]) !== value.asked) fail("asked");
  const joins = new Map(moves.map(([number, , name]) => [number, state.names.indexOf(name)]));
  const there = state.there.map((one) => ({ ...one, at: joins.get(one.number) ?? one.at }));
  const [then, made] = [state.there, there].map((some) => standingProblem(fixed, state, some, alike));
  const seatsIn = (c) => sum(made.seats.filter((_, s) => made.placed[s] === c));
  const classes = state.names.length;
  if ([...joins.values()].some((c) => seatsIn(c) > state.caps[c])) fail("moves");
  const above = made.atMost.some(([members, most]) => {
    const [was, now] = [then, made].map(({ placed }) => countsIn(members, placed, classes));
    return now.some((count, c) => count > Math.max(most, was[c]));
  });
  const offered = new Map(made.problem.reach);
  const closed = made.inOrder.some(({ number, row, at }, s) =>
    joins.has(number) && (!openTo({ ...asStudent(row), pinned: "" }, state.names).includes(at) || !(offered.get(s) ?? [at]).includes(at)));
  if (above || closed) fail("moves");
  const before = unkept(state.there, state.names);
  const broken = [...unkept(there, state.names)].filter((one) => !before.has(one)).map((one) => one.split(" ")[0]);
  if (!same([...new Set(broken)].sort(), value.broken)) fail("broken");
  return { ...state, there };
}

// A pairing moves nobody; where it names lettered groups, each student goes with its group.
function pairing(record, state, value, asked, problem, fail) {
  const groups = new Map(state.there.map(({ row, at }) => [row[0], state.groupOf[at]]));
  let open = asked === undefined;
  if (!open && (H(asked) !== value.asked || !same(asked[3], rowsAsRead(state.there)) || asked[2] !== state.lettered)) fail("asked");
  else if (!open) {
    const wrong = pairingWrong(record, value, asked, problem, groups);
    open = wrong === null;
    wrong?.forEach((one) => fail(one));
  }
  if (!value.names || !state.lettered) return { state, open };
  const names = record.fixed.classes.map(({ name }) => name);
  const classOf = names.map((_, g) => names.indexOf(value.pairings.find(({ group }) => group === lettersOf(g))?.school_class));
  const moved = (some) => some.map((one) => ({ ...one, at: classOf[one.at] }));
  const groupOf = names.map((_, c) => classOf.indexOf(c));
  return { state: { ...state, names, groupOf, lettered: false, there: moved(state.there), left: moved(state.left) }, open };
}

function drawnState({ fixed, classes }, { students }, order) {
  const at = [];
  classes.forEach(({ lottery_numbers: own }, c) => own.forEach((number) => (at[number - 1] = c)));
  return {
    names: classes.map(({ name }) => name), caps: fixed.classes.map(({ cap }) => cap), highest: order.length, left: [], drawn: students,
    there: order.map((s, i) => ({ number: i + 1, row: students[s], at: at[i] })), lettered: fixed.rules.groups,
    groupOf: classes.map(({ group }) => range(classes.length).findIndex((g) => lettersOf(g) === group)),
  };
}

// Whether everybody, and the excess of every tier, is as a change says after it; then the caps that it left.
function standsAsTold(fixed, state, value, alike, fail) {
  if (known([...state.there, ...state.left]) !== value.students) fail("students");
  const made = standingProblem(fixed, state, state.there, alike, value.cap ?? 0);
  const excess = standingExcess(made.problem, made.placed);
  if (!same(made.groups.map((groups, k) => [groups, excess[k]]), value.balance.map(({ groups, after }) => [groups, after]))) fail("balance");
  return { ...state, caps: made.caps };
}

// All changes in their order: the checks, and whether all of the pairings and of the others could be followed.
export function changesAgain(record, file, problem, order, later) {
  const { fixed } = record;
  const wrong = { pairings: [], changes: [] };
  const open = { pairings: false, changes: false };
  let state = drawnState(record, file, order);
  for (const { kind, value } of later) {
    const of = kind === "pair" ? "pairings" : "changes";
    const fail = (where) => wrong[of].push(["Change {number}, followed again, is otherwise: {where}.", { number: value.number, where }]);
    const alike = file.alike[value.number] ?? [];
    if (state === null) open[of] = true;
    else if (kind === "pair") {
      const paired = pairing(record, state, value, file.pairings[value.number], problem, fail);
      open.pairings = open.pairings || paired.open;
      state = paired.state;
    } else {
      const rows = kind === "place" ? file.newcomers[value.number] : [];
      if (rows === undefined) open.changes = true;
      const after = rows && (kind === "place" ? placing(fixed, state, value, rows, alike, fail) : amending(fixed, state, value, alike, fail));
      state = after && wrong.changes.length === 0 ? standsAsTold(fixed, after, value, alike, fail) : null;
    }
  }
  const there = (of) => later.some(({ kind }) => (kind === "pair") === (of === "pairings"));
  const checks = Object.keys(SAID).filter((of) => wrong[of].length > 0 || (there(of) && !open[of])).map((of) => check(of, SAID[of], wrong[of]));
  return { checks, followed: { pairings: !open.pairings, changes: !open.changes } };
}
