// Search works in a page opened from a file, too: browsers start no worker there, so a hidden frame is one.
class FrameWorker extends EventTarget {
  constructor(url) {
    super();
    this.frame = document.createElement("iframe");
    this.frame.hidden = true;
    document.body.append(this.frame);
    const there = this.frame.contentWindow;
    there.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
    there.importScripts = (...urls) =>
      urls.reduce((before, next) => before.then(() => this.load(next)), Promise.resolve());
    this.ready = this.load(new URL(url, location.href));
  }

  load(url) {
    const script = this.frame.contentDocument.createElement("script");
    return new Promise((done, failed) => {
      Object.assign(script, { src: url, onload: done, onerror: failed });
      this.frame.contentDocument.body.append(script);
    });
  }

  postMessage(data) {
    const event = new MessageEvent("message", { data });
    this.ready.then(() => this.frame.contentWindow.dispatchEvent(event));
  }
}
if (location.protocol === "file:") window.IFrameWorker = window.Worker = FrameWorker;
