// One child: its ticket, its number, and the way to its class.

import { lettersOf } from "./evidence.mjs";
import { range, ticketOf } from "./chance.mjs";

const plain = (text) => text.replace(/\s/gu, "").toLowerCase();

// The student that a key names: its position among the students, -1 where nobody or several are meant.
export function findStudent(file, written) {
  const wanted = plain(written);
  const byKey = file.students.findIndex(([key]) => plain(key) === wanted);
  if (byKey >= 0) return byKey;
  const named = range(file.students.length).filter((s) => plain(file.students[s][1]) === wanted);
  return named.length === 1 ? named[0] : -1;
}

// The ticket of a key alone, for whoever has no draw file.
export const ticketAlone = (record, key) => ticketOf(record.seed.value, "student", key.trim());

// The way of the student at a position of the draw file; `again` is the draw, made once more, or null.
export function storyOf(record, file, order, student, again, later = []) {
  const [key, , , , together, apart, pinned, barred, reason] = file.students[student];
  const at = order.indexOf(student);
  const number = at + 1;
  const ofClass = record.classes.find(({ lottery_numbers: own }) => own.includes(number));
  const lines = [];
  const say = (...text) => lines.push(text);
  say("The seed and the key of this child make its ticket. Nobody could choose it, and nothing else of the child goes into it.");
  say("All {count} tickets were sorted. This one is number {number}: that is the lottery number.", { count: order.length, number });
  const way = again?.way;
  if (way) {
    say("In the order of these numbers every child drew a seat among those that were left. This one came into group {group}.", { group: lettersOf(way.dealt[at]) });
    if (way.spread[at] !== way.dealt[at]) {
      say("Then children who have much in common were moved apart, by lots as well: this one went to group {group}.", { group: lettersOf(way.spread[at]) });
    }
    const names = (units) => units.flatMap(({ members }) => members).filter((s) => s !== at).map((s) => s + 1).join(", ");
    for (const { step, from, to, leaving, entering } of way.moves) {
      const out = leaving.some(({ members }) => members.includes(at));
      if (!out && !entering.some(({ members }) => members.includes(at))) continue;
      const [source, target, others] = out ? [from, to, entering] : [to, from, leaving];
      const values = { step, source: lettersOf(source), target: lettersOf(target), others: names(others) };
      if (step === 0) say("At the end places were exchanged at random where it changes no balance: from group {source} to group {target}, with number {others}.", values);
      else if (values.others) say("To make the classes more even it changed places (step {step}): from group {source} to group {target}, with number {others}.", values);
      else say("To make the classes more even it moved (step {step}): from group {source} to group {target}.", values);
    }
    const group = lettersOf(way.groups[at]);
    if (record.fixed.rules.groups) say("The draw ends with groups: this child is in group {group}. Another lot gives the groups their classes.", { group });
    else say("At last a lot gave the groups their names: group {group} is {name}.", { group, name: ofClass.name });
  } else if (again) say("A solver placed it: by the counts it could as well have come into another class.");
  else say("How it came into its class is told here once the draw was made again.");
  if (pinned) say("A rule put this child into one class before the draw: {pinned}. The reason that stands there: {reason}", { pinned, reason });
  if (barred.length > 0) say("A rule closed classes to this child before the draw: {barred}. The reason that stands there: {reason}", { barred: barred.join(", "), reason });
  if (together) say("A rule keeps this child in one class with others who have the same code.");
  if (apart.length > 0) say("A rule keeps this child apart from others who have the same code.");
  let [name, hasLeft] = [ofClass.name, false];
  const ofChange = (kind, value) => {
    const move = kind === "amend" && value.moves.find((one) => one.lottery_number === number);
    const paired = kind === "pair" && value.names && value.pairings.find((one) => one.group === ofClass.group);
    if (move) say("Change {number}, which was approved: from {name} to {other}.", { number: value.number, name, other: (name = move.joins) });
    else if (kind === "place" && value.leavers.some((one) => one.lottery_number === number)) {
      say("Change {number}: it left {name}.", { number: value.number, name });
      hasLeft = true;
    } else if (paired) say("Change {number}: a second lot made group {name} class {other}.", { number: value.number, name, other: (name = paired.school_class) });
  };
  for (const { kind, value } of later) ofChange(kind, value);
  if (hasLeft) say("It is not in these classes any more.");
  return { number, ofClass: name, ticket: ticketOf(record.seed.value, "student", key), lines };
}
