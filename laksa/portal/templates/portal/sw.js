// Laksa without a signal: home, 112 and the report form open from the phone, and waiting reports are sent in the background.
importScripts("{{ outbox }}");
const CACHE = "laksa-{{ version }}";
const PAGES = [{% for page in pages %}"{{ page }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE_MS = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // One file that fails must not keep the others away; it is asked for again when a page needs it.
    await Promise.allSettled(FILES.map((file) => cache.add(file)));
    // Asked without cookies: what is kept for everybody must not hold anything of one person.
    await Promise.allSettled(PAGES.map((page) => cache.add(new Request(page, { credentials: "omit" }))));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("laksa-") && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});

const page = async (request) => {
  const kept = await caches.match(new URL(request.url).pathname);
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
  if (request.mode === "navigate" && PAGES.includes(url.pathname)) event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "laksa-outbox") return;
  event.waitUntil((async () => {
    const results = await self.outbox.sendAll();
    for (const client of await self.clients.matchAll()) client.postMessage("outbox");
    // Still no signal: throwing asks the browser to try again later.
    if (results.some((result) => result.state === "waiting")) throw new Error("waiting");
  })());
});
