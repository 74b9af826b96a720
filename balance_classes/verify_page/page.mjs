// What people see: files and words in, the verdict first.

import { $, element, fill, item, language, say } from "./dom.mjs";
import { drawAgain } from "./drawfile.mjs";
import { factsOf } from "./facts.mjs";
import { sorted } from "./files.mjs";
import { sha256 } from "./sha256.mjs";
import { findStudent, storyOf, ticketAlone } from "./story.mjs";
import { fingerprintsOf, judge } from "./verdict.mjs";

const HEADLINES = {
  nothing: ["Nothing is checked yet."],
  some: ["Nothing is wrong in what you put in, as far as it goes."],
  counted: ["Nothing is wrong in these files. The draw was not made again."],
  drawn: ["Yes: these students, these rules and this seed give these classes."],
  placed: ["Nothing is wrong, but a solver placed these students and could have chosen."],
  word: ["Yes, as far as the record can be believed that nothing is more even: these students, rules and seed give these classes."],
  yes: ["Yes: this is the posted result, and its students, rules and seed give it."],
  wrong: ["No: something does not fit."],
  version: ["This page cannot judge it."],
};
const REASONS = {
  nothing: ["Put in what you have: a posted page, files of the draw, or the words that you heard."],
  some: ["Whether the classes come from it, an inspector can see, who has the record and the draw file."],
  counted: ["Whether the classes come from the seed shows only when the draw is made again. That needs the draw file, which an inspector has."],
  strange: ["There are rules here that this page does not know, so it can neither count nor draw again. The program can: balance-classes verify."],
  drawn: ["Whether it is the result that was held shows only its posted fingerprint."],
  word: ["The steps after that are being made, too; then this is no matter of belief."],
  placed: ["Checked were the rules that must hold, every count, what lots came to before it, and the names of the classes. Why just these students are together is the word of the solver."],
  yes: ["What this does not show stands below."],
  wrong: ["Ask the school for the files as they were written, and for an explanation. What does not fit:"],
  version: ["Another version of the program made these files; that says nothing against them. Take the page of that version."],
};
const ROLES = {
  record: ["record of the draw"], seal: ["seal"], ledger: ["ledger"], later: ["change after the draw"],
  drawFile: ["draw file: private, for inspectors"], notice: ["notice"], sheet: ["sheet of the seal"],
};
const REASONS_OF_WORDS = {
  nothing: ["nothing in them counts"], strange: ["a sign in them may be taken for another one"],
  mixed: ["they mix letters from A to Z with Chinese characters"], form: ["they are not of the form that was sealed"], commitment: ["they are not the words that this giver committed to"],
};

const state = { files: [], again: null, worker: null, givers: 2 };

async function take(list) {
  for (const file of list) {
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
    } catch {
      text = "";
    }
    put(file.name, text);
  }
  renew();
}
function put(name, text) {
  state.files = [...state.files.filter((file) => file.name !== name || !name), { name, text }];
  state.again = null;
}
// A text that was pasted has lost how its lines ended.
function pasted() {
  const text = $("paste").value.replace(/\r\n?/g, "\n").trim();
  if (text === "") return;
  const event = /^\{[^]*"format": ?"balance-classes\/(place|amend|pair)"/.exec(text)?.[1];
  const number = /"number": ?(\d+)/.exec(text)?.[1];
  put(event ? `${event}-${number}.json` : say(["pasted text {number}", { number: state.files.length + 1 }]), `${text}\n`);
  $("paste").value = "";
  renew();
}

function wordRows() {
  const rows = [...document.querySelectorAll(".giver")].map((row) => row.querySelectorAll("input"));
  return rows.map(([giver, words]) => ({ giver: giver.value.trim(), words: words.value }));
}
function showGivers(sealed) {
  const old = wordRows();
  const count = Math.max(state.givers, sealed.length);
  const rows = Array.from({ length: count }, (_, i) => {
    const row = element("div", "", "giver");
    const [giver, words] = [document.createElement("input"), document.createElement("input")];
    giver.value = sealed[i] ?? old[i]?.giver ?? "";
    giver.readOnly = i < sealed.length;
    words.value = old[i]?.words ?? "";
    giver.placeholder = say(["who (may be empty)"]);
    words.placeholder = say(["the words, as read aloud"]);
    giver.setAttribute("aria-label", giver.placeholder);
    words.setAttribute("aria-label", words.placeholder);
    for (const input of [giver, words]) {
      input.autocomplete = "off";
      input.spellcheck = false;
    }
    words.addEventListener("input", renewVerdict);
    giver.addEventListener("input", renewVerdict);
    row.append(giver, words);
    return row;
  });
  fill("givers", ...rows);
}

let found = null;
let verdict = null;
function renew() {
  stop();
  const parsePage = (text) => new DOMParser().parseFromString(text.replace(/<style[^]*?<\/style>/g, ""), "text/html");
  found = sorted(state.files, parsePage);
  showGivers((found.record ?? found.seal)?.value.fixed.givers ?? []);
  const row = (name, role, at) => {
    const made = element("li");
    const remove = element("button", "×");
    remove.type = "button";
    remove.setAttribute("aria-label", say(["Take out {file}", { file: name }]));
    remove.addEventListener("click", () => {
      state.files.splice(at, 1);
      state.again = null;
      renew();
    });
    made.append(element("span", `${name}: ${role}`), remove);
    return made;
  };
  fill("known", ...state.files.map(({ name }, at) => {
    const known = found.roles.find((one) => one.name === name);
    const refused = found.refused.find((one) => one.name === name);
    const role = known ? say(ROLES[known.role]) : say(refused ? refused.what : ["not a file that this page reads"]);
    return row(name, role, at);
  }));
  renewVerdict();
}

function renewVerdict() {
  if (!found) return;
  const fingerprints = $("fingerprints").value.split("\n").map((line) => line.trim()).filter(Boolean);
  verdict = judge(found, { fingerprints, words: wordRows(), again: state.again });
  const wrong = verdict.checks.filter((one) => one.wrong.length > 0);
  $("verdict").className = `card ${verdict.state}`;
  $("stamp").hidden = !verdict.rehearsal;
  $("headline").textContent = say(HEADLINES[verdict.state]);
  $("reason").textContent = say(REASONS[verdict.state === "counted" && verdict.strange ? "strange" : verdict.state]);
  fill("differences", ...wrong.flatMap((one) => one.wrong.slice(0, 3)).map((text) => item(text)));
  $("checked").hidden = verdict.checks.length === 0;
  fill("checks", ...verdict.checks.map((one) => {
    const made = item(one.said, one.wrong.length > 0 ? "wrong" : one.told ? "told" : "fits");
    if (one.wrong.length > 0) {
      const list = element("ul");
      list.append(...one.wrong.slice(0, 10).map((text) => item(text)));
      if (one.wrong.length > 10) list.append(item(["and {count} more", { count: one.wrong.length - 10 }]));
      made.append(list);
    }
    return made;
  }));
  $("notknown").hidden = verdict.unknown.length === 0;
  fill("unknown", ...verdict.unknown.map((text) => item(text)));
  showSeed();
  showMarks();
  const record = found.record?.value;
  $("result").hidden = !record;
  if (record) fill("facts", ...factsOf(record));
  $("again").hidden = !(found.record && found.drawFile);
  $("draw").disabled = !verdict.canDraw || Boolean(state.worker) || Boolean(state.again);
  $("againtold").textContent = say(againTold());
  showChild();
}
function againTold() {
  if (state.again?.onWord) return ["The same classes came out; now the steps after it are made."];
  if (state.again) return state.again.bySolver ? ["As much of the draw as lots decide was made again."] : ["The draw was made again, step by step."];
  if (!verdict.canDraw) return ["First what is wrong above must be mended."];
  return ["From students, rules and seed the draw is made again, and the changes after it are followed. That takes a few seconds, on an old phone up to a minute."];
}

function showSeed() {
  const { entries, seed } = verdict.spoken;
  const parts = entries.map(({ giver, words, counts, reason }) => {
    const who = giver || "–";
    return element("p", say(reason ? ["{giver}: {words}: {reason}.", { giver: who, words, reason: REASONS_OF_WORDS[reason] }] : ["{giver}: {words} (what counts: {counts})", { giver: who, words, counts }]));
  });
  if (seed) {
    parts.push(element("p", say(["These words make the seed:"])), element("p", seed, "mark"));
    if (!found.record) parts.push(element("p", say(["One letter more or another order would make another seed. The record of the draw must show the same one."]), "soft"));
  }
  fill("seed", ...parts);
}
function showMarks() {
  const marks = fingerprintsOf(found);
  $("fixed").hidden = marks.length === 0;
  const list = element("dl");
  for (const { what, fixes, text, from } of marks) {
    list.append(element("dt", `${say(what)} (${say(from)})`), element("dd", text, "fingerprint"), element("dd", say(fixes)));
  }
  fill("marks", list);
}

function showChild() {
  const record = found.record?.value;
  $("child").hidden = !record;
  const written = $("key").value.trim();
  const sound = record && verdict.state !== "wrong" && verdict.state !== "version";
  if (!sound || written === "") return fill("story", ...(record && !sound ? [element("p", say(["First what is wrong above must be mended."]))] : []));
  if (!found.drawFile || !verdict.order) {
    return fill("story", element("p", say(["The ticket of {key}:", { key: written }])), element("p", ticketAlone(record, written), "mark"),
      element("p", say(["The seed and this key alone make it. All tickets are sorted, and the place in that order is the lottery number. To know the place one needs the tickets of all children: with the draw file this page tells it."]), "soft"));
  }
  const student = findStudent(found.drawFile, written);
  if (student < 0) return fill("story", element("p", say(["No child is meant, or several: write the number as it stands in the roster."])));
  const story = storyOf(record, found.drawFile, verdict.order, student, state.again, found.later);
  const list = element("ol");
  list.append(...story.lines.map((text) => item(text)));
  return fill("story", element("p", say(["Lottery number {number}, class {name}", { number: story.number, name: story.ofClass }]), "big"),
    element("p", say(["Ticket:"])), element("p", story.ticket, "mark"), list);
}

function stop() {
  state.worker?.terminate();
  state.worker = null;
  $("progress").hidden = true;
}
function came({ stage, done, all, again, failed }) {
  if (stage) {
    // Spreading takes about a fifth of a long draw.
    $("progress").value = stage === "spread" ? (0.2 * done) / all : 0.2 + (0.8 * done) / all;
    return;
  }
  const more = Boolean(again?.onWord && state.worker);
  if (!more) stop();
  state.again = again ?? null;
  renewVerdict();
  if (more) $("progress").hidden = false;
  if (failed) $("againtold").textContent = say(["The draw could not be made here: {reason}", { reason: failed }]);
}
function draw(source) {
  const asked = { record: found.record.value, file: found.drawFile, later: found.later };
  $("progress").value = 0;
  $("progress").hidden = false;
  $("draw").disabled = true;
  try {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    state.worker = new Worker(address);
    state.worker.onmessage = ({ data }) => came(data);
    state.worker.onerror = () => {
      stop();
      here(asked);
    };
    state.worker.postMessage(asked);
  } catch {
    here(asked);
  }
}
// Where a browser gives no worker to a page from a file, the page itself draws, and stands still meanwhile.
function here({ record, file, later }) {
  $("againtold").textContent = say(["The page draws now and does not answer meanwhile."]);
  setTimeout(() => {
    try {
      came({ again: drawAgain(record, file, { later }) });
    } catch (error) {
      came({ failed: String(error?.message ?? error) });
    }
  }, 50);
}

function speak() {
  document.documentElement.lang = language.is;
  document.title = say(["Check a draw of classes"]);
  $("language").textContent = language.is === "zh" ? "English" : "中文";
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say([one.dataset.say]);
  renew();
}

export function startPage(source) {
  if (sha256("abc").slice(0, 8) !== "ba7816bf") return;
  language.is = (navigator.language || "zh").startsWith("zh") ? "zh" : "en";
  $("language").addEventListener("click", () => {
    language.is = language.is === "zh" ? "en" : "zh";
    speak();
  });
  $("choose").addEventListener("click", () => $("files").click());
  $("files").addEventListener("change", () => take([...$("files").files]));
  const drop = $("drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  $("pasted").addEventListener("click", pasted);
  $("fingerprints").addEventListener("input", renewVerdict);
  $("more").addEventListener("click", () => {
    state.givers = document.querySelectorAll(".giver").length + 1;
    renew();
  });
  $("key").addEventListener("input", showChild);
  $("draw").addEventListener("click", () => draw(source));
  $("page").hidden = false;
  speak();
}
