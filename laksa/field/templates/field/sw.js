// A crew's day without a signal: its pages open from the phone, and what waits is sent in the background.
importScripts({% for script in scripts %}"{{ script }}"{% if not forloop.last %}, {% endif %}{% endfor %});
const CACHE = "lapangan-{{ version }}";
const PAGES = "lapangan-halaman";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const KEEP = { headers: { "X-Laksa-Keep": "1" } };
const PATIENCE_MS = 5000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await Promise.allSettled(FILES.map((file) => cache.add(file)));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("lapangan-") && ![CACHE, PAGES].includes(name)) await caches.delete(name);
    await self.clients.claim();
  })());
});

// The day's pages, and nothing of another day: four at a time, so that the list itself stays quick.
const keep = async (urls) => {
  const cache = await caches.open(PAGES);
  const wanted = new Set(urls.map((url) => new URL(url, location.origin).href));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  const left = [...urls];
  let kept = 0;
  const run = async () => {
    for (let url = left.shift(); url; url = left.shift()) {
      const answer = await fetch(url, KEEP).catch(() => null);
      if (!answer?.ok || answer.redirected) continue;
      // A phone that is full keeps what it has; the page says that it is not all.
      const isKept = await cache.put(url, answer).then(() => true, () => false);
      if (isKept) kept += 1;
    }
  };
  await Promise.all([run(), run(), run(), run()]);
  return kept === urls.length;
};

self.addEventListener("message", (event) => {
  if (!event.data?.keep) return;
  event.waitUntil(keep(event.data.keep).then((all) => event.source?.postMessage(all ? "kept" : "partly")));
});

const page = async (request) => {
  const { pathname } = new URL(request.url);
  const kept = await caches.open(PAGES).then((cache) => cache.match(pathname));
  const patience = new Promise((_, fail) => { if (kept) setTimeout(fail, PATIENCE_MS); });
  try {
    return await Promise.race([fetch(request), patience]);
  } catch {
    return kept ?? Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/lapangan/")) event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  else if (url.pathname.startsWith("/foto/")) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "lapangan") return;
  event.waitUntil((async () => {
    const results = await self.crew.sendAll();
    for (const client of await self.clients.matchAll()) client.postMessage({ sent: results });
    // Still no signal: throwing asks the browser to try again later.
    if (results.some((result) => result.state === "waiting")) throw new Error("waiting");
  })());
});
