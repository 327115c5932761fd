// What waits on a crew's phone: forms and photos in IndexedDB, each with its own key, so that one sent twice counts once.
// Loaded by pages and service worker alike. An item: { key, user, code, what, url, photos, fields: [[name, text or Blob]], at }.
{
  const STORE = "waiting";

  const open = () => new Promise((done, fail) => {
    const asked = indexedDB.open("lapangan", 1);
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
  const all = async () => (await ask("readonly", (store) => store.getAll())).sort((one, two) => one.at - two.at);
  // Only what is still here: another window may have sent it meanwhile, or its writer thrown it away.
  const refuse = (key, refusal) => ask("readwrite", (store) => {
    const held = store.get(key);
    held.onsuccess = () => { if (held.result) store.put({ ...held.result, refusal }); };
    return held;
  });
  const drop = (key) => ask("readwrite", (store) => store.delete(key));

  // One after the other even when the clock of the phone stands still or is set back.
  const add = async (item) => {
    const at = Math.max(item.at, ((await all()).at(-1)?.at ?? 0) + 1);
    return ask("readwrite", (store) => store.put({ ...item, at }));
  };

  self.crew = {
    add,
    all,
    drop,
    refuse,
    // Nothing of this person stays: pages, photos, forms.
    forget: async () => {
      for (const name of await caches.keys()) if (name.startsWith("lapangan-")) await caches.delete(name);
      await ask("readwrite", (store) => store.clear());
    },
    forgetPages: () => caches.delete("lapangan-halaman"),
  };
}
