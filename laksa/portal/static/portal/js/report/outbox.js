// Reports that wait on this phone for a signal: kept in IndexedDB, sent with their own key, so that
// sending one twice is one report. Loaded by the pages and by the service worker alike.
{
  const STORE = "waiting";

  const open = () => new Promise((done, fail) => {
    const asked = indexedDB.open("laksa", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

  const ask = async (mode, act) => {
    const base = await open();
    return new Promise((done, fail) => {
      const change = base.transaction(STORE, mode);
      const request = act(change.objectStore(STORE));
      // Only then it is on the phone: one that is full says so at the very end.
      change.oncomplete = () => done(request.result);
      change.onabort = () => fail(change.error);
    }).finally(() => base.close());
  };

  // Only what is still here: another window may have sent it meanwhile, or its writer thrown it away.
  const refuse = (key, refusal) => ask("readwrite", (store) => {
    const held = store.get(key);
    held.onsuccess = () => { if (held.result) store.put({ ...held.result, refusal }); };
    return held;
  });

  const bodyOf = (report) => {
    const body = new FormData();
    for (const [name, value] of report.fields) {
      if (value instanceof Blob) body.append(name, value, value.name || "foto.jpg");
      else body.append(name, value);
    }
    return body;
  };

  // Returns what became of one report: sent, refused (the city can't use it), or waiting still.
  const send = async (report) => {
    let answer;
    try {
      answer = await fetch(report.url, { method: "POST", body: bodyOf(report), headers: { Accept: "application/json" } });
    } catch {
      return { state: "waiting" };
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      await ask("readwrite", (store) => store.delete(report.key));
      return { ...said, state: "sent" };
    }
    // Too many, or the city is down: the next signal tries again. Anything else needs its writer.
    if (answer.status === 429 || answer.status >= 500) return { ...said, state: "waiting" };
    await refuse(report.key, said.message || String(answer.status));
    return { ...said, state: "refused" };
  };

  let running;
  const sendAll = async () => {
    const results = [];
    for (const report of await ask("readonly", (store) => store.getAll())) {
      if (!report.refusal) results.push(await send(report));
    }
    return results;
  };

  self.outbox = {
    add: (report) => ask("readwrite", (store) => store.put(report)),
    all: () => ask("readonly", (store) => store.getAll()),
    drop: (key) => ask("readwrite", (store) => store.delete(key)),
    // One run at a time, or a slow phone would send the same photos twice.
    sendAll: () => (running ??= sendAll().finally(() => { running = undefined; })),
  };
}
