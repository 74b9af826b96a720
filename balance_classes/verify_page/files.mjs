// What somebody puts in: files of a draw by what they hold, whatever their names are.

import { readDrawFile } from "./drawfile.mjs";
import { readForm, readLedger, refusal } from "./forms.mjs";

const KINDS = { record: "record", seal: "seal", place: "later", amend: "later", pair: "later" };
const FINGERPRINT = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}/g;

const beginning = (text) => text.slice(0, 400000);
const NAMES = { "record.json": "record", "seal.json": "seal", "ledger.jsonl": "ledger", "draw-file.json": "draw-file" };
function kindOf(name, text) {
  const found = /"format"\s*:\s*"balance-classes\/([a-z-]+)"/.exec(text);
  if (found) return found[1];
  if (/id="balance-classes-seal"/.test(beginning(text))) return "sheet";
  if (/<ul class="names">/.test(text) && FINGERPRINT.test(text)) return "notice";
  // What has the name of a file of the draw and does not say what it is was changed.
  return NAMES[name] ?? /^(place|amend|pair)-\d+\.json$/.exec(name)?.[1] ?? "";
}

// A page as it was posted; `page` is its document. Scripts of it never run.
const lines = (page, selector) => [...page.querySelectorAll(selector)].map((one) => one.textContent.trim());
export function readSheet(page) {
  return { fingerprint: lines(page, ".fingerprint span").join("-"), givers: lines(page, "ol li"), title: lines(page, "h1")[0] ?? "" };
}
const LABELS = {
  seal: /^(Sealed before the draw: |抽签前已封存：)/,
  result: /^(Fingerprint of the result: |结果指纹码：)/,
  change: /^(Fingerprint of change \d+: |变动 \d+ 的指纹码：)/,
  head: /^(Ledger: line |台账：第)/,
  lists: /SHA-256/,
};
export function readNotice(page) {
  const marks = lines(page, ".mark");
  const told = {};
  for (const [name, label] of Object.entries(LABELS)) {
    const line = marks.find((one) => label.test(one)) ?? "";
    const found = name === "lists" ? /((?:[0-9a-f]{4} ){15}[0-9a-f]{4})/.exec(line)?.[1] : line.match(FINGERPRINT)?.[0];
    if (found) told[name] = found;
  }
  const classes = [...page.querySelectorAll("section.class")].map((one) => ({
    name: one.querySelector("h2")?.firstChild?.textContent.trim() ?? "",
    names: lines(one, ".names li"),
  }));
  return { told, classes, title: lines(page, "h1")[0] ?? "" };
}

// Sorts files, each with `name` and `text`, into what they are; `parsePage` makes a document of a text.
export function sorted(files, parsePage) {
  const found = { record: null, seal: null, ledger: null, later: [], drawFile: null, notice: null, sheet: null };
  const refused = [];
  const unread = [];
  const twice = [];
  const roles = [];
  const keep = (role, name, value) => {
    if (role === "later") found.later.push(value);
    else if (found[role]) twice.push(role);
    else found[role] = value;
    roles.push({ name, role });
  };
  for (const { name, text } of files) {
    const kind = kindOf(name, text);
    try {
      if (kind in KINDS) keep(KINDS[kind], name, { name, kind, ...readForm(kind, text) });
      else if (kind === "ledger") keep("ledger", name, readLedger(text));
      else if (kind === "draw-file") {
        const file = readDrawFile(text);
        if (file) keep("drawFile", name, file);
        else refused.push({ name, role: "drawFile", what: ["This is none of the files of a draw."], version: false });
      } else if (kind === "sheet" && parsePage) keep("sheet", name, readSheet(parsePage(text)));
      else if (kind === "notice" && parsePage) keep("notice", name, readNotice(parsePage(text)));
      else unread.push(name);
    } catch (error) {
      const role = KINDS[kind] ?? (kind === "draw-file" ? "drawFile" : kind);
      const told = refusal(error);
      refused.push({ name, role, what: told?.what ?? ["This is none of the files of a draw."], version: told?.version ?? false });
    }
  }
  found.later.sort((x, y) => x.value.number - y.value.number);
  return { ...found, refused, unread, twice, roles };
}
