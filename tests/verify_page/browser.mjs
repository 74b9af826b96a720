// Drives Chromium by its own protocol: what somebody does with a page, and what the page then shows.
//
// Standard input has { browser, profile, page, width, slower, steps }; a step is one of
// { files: [paths] }, { fill: [selector, text] }, { click: selector }, { until: expression },
// { tell: expression }, { picture: path }. What is told goes to standard output, a list.

import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const { browser, profile, page, width = 1000, slower = 1, steps } = JSON.parse(readFileSync(0, "utf8"));
const chrome = spawn(browser, [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  `--user-data-dir=${profile}`, "--remote-debugging-port=0", `--window-size=${width},900`, "about:blank",
]);
const address = await new Promise((found) => {
  let said = "";
  chrome.stderr.on("data", (data) => {
    said += data;
    const [, port] = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said) ?? [];
    if (port) found(`http://127.0.0.1:${port}`);
  });
});
const [tab] = (await (await fetch(`${address}/json/list`)).json()).filter(({ type }) => type === "page");
const socket = new WebSocket(tab.webSocketDebuggerUrl);
await new Promise((open) => (socket.onopen = open));
const waiting = new Map();
const problems = [];
socket.onmessage = ({ data }) => {
  const { id, result, error, method, params } = JSON.parse(data);
  if (id) waiting.get(id)(error ? Promise.reject(new Error(JSON.stringify(error))) : result);
  if (method === "Runtime.exceptionThrown") problems.push(params.exceptionDetails.exception?.description ?? "exception");
  if (method === "Log.entryAdded" && params.entry.level === "error") problems.push(params.entry.text);
};
let sent = 0;
const send = (method, params = {}) =>
  new Promise((done) => {
    sent += 1;
    waiting.set(sent, done);
    socket.send(JSON.stringify({ id: sent, method, params }));
  });
const run = async (expression) => (await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true })).result?.value;
const until = async (expression) => {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await run(expression)) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`never: ${expression}`);
};

const told = [];
try {
  for (const domain of ["Page", "Runtime", "DOM", "Log"]) await send(`${domain}.enable`);
  await send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 });
  await send("Emulation.setCPUThrottlingRate", { rate: slower });
  await send("Page.navigate", { url: page });
  await until("document.readyState === 'complete'");
  for (const step of steps) {
    const [[kind, what]] = Object.entries(step);
    if (kind === "files") {
      const { root } = await send("DOM.getDocument");
      const { nodeId } = await send("DOM.querySelector", { nodeId: root.nodeId, selector: "#files" });
      await send("DOM.setFileInputFiles", { nodeId, files: what });
      await until(`document.querySelectorAll("#known li").length >= ${what.length}`);
    } else if (kind === "fill") {
      const [selector, text] = what.map((one) => JSON.stringify(one));
      await run(`(() => { const at = document.querySelector(${selector}); at.value = ${text}; at.dispatchEvent(new Event("input")); })()`);
    } else if (kind === "click") await run(`document.querySelector(${JSON.stringify(what)}).click()`);
    else if (kind === "until") await until(what);
    else if (kind === "tell") told.push(await run(what));
    else {
      const { cssContentSize: size } = await send("Page.getLayoutMetrics");
      const clip = { x: 0, y: 0, width, height: Math.ceil(size.height), scale: 1 };
      const { data } = await send("Page.captureScreenshot", { clip, captureBeyondViewport: true });
      writeFileSync(what, Buffer.from(data, "base64"));
    }
  }
  process.stdout.write(JSON.stringify({ told, problems }));
} finally {
  socket.close();
  chrome.kill();
}
