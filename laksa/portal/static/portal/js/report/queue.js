// No signal: what was told is kept on this phone and sent by itself later; the page says which reports wait.
const english = document.documentElement.lang.startsWith("en");
const say = english
  ? { waits: (count) => `${count} ${count === 1 ? "report is" : "reports are"} waiting on this phone and will be sent by itself.`, sent: (code) => `Sent. Code ${code}.`, open: "Open", no: "No signal.", refused: "Not accepted:", drop: "Delete", full: "This phone is full: your report is not kept yet. Free some space or remove a photo, then try again; what you wrote is still here." }
  : { waits: (count) => `${count} laporan menunggu di ponsel ini dan terkirim sendiri nanti.`, sent: (code) => `Terkirim. Kode ${code}.`, open: "Lihat", no: "Tidak ada sinyal.", refused: "Belum diterima:", drop: "Hapus", full: "Ponsel ini penuh: laporan Anda belum tersimpan. Kosongkan ruang atau kurangi foto, lalu coba lagi; yang Anda tulis masih ada di sini." };
const place = () => document.querySelector("main");

const band = (name, tone, parts) => {
  document.querySelector(`[data-band="${name}"]`)?.remove();
  if (!parts) return;
  const note = Object.assign(document.createElement("div"), { className: `note note--${tone} waiting` });
  note.dataset.band = name;
  note.setAttribute("role", "status");
  const words = Object.assign(document.createElement("p"), { className: "note__body" });
  words.append(...parts);
  note.append(words);
  place()?.prepend(note);
};
const bold = (text) => Object.assign(document.createElement("b"), { textContent: `${text} ` });
const button = (text, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
  made.addEventListener("click", act);
  return made;
};

const tell = async () => {
  const waiting = await self.outbox.all();
  const still = waiting.filter((report) => !report.refusal);
  band("waits", "warn", still.length && [bold(navigator.onLine ? "" : say.no), say.waits(still.length)]);
  const bad = waiting.find((report) => report.refusal);
  band("bad", "late", bad && [bold(say.refused), `${bad.refusal} `, button(say.drop, async () => { await self.outbox.drop(bad.key); tell(); })]);
};

const sendAll = async () => {
  for (const result of await self.outbox.sendAll()) {
    if (result.state !== "sent") continue;
    document.dispatchEvent(new Event("laksa:sent"));
    band("sent", "ok", [bold(say.sent(result.code)), Object.assign(document.createElement("a"), { href: result.done_url, textContent: say.open })]);
  }
  await tell();
};

const randomKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/[+/=]/g, "-");

const whereAmI = () => new Promise((done) => {
  if (!navigator.geolocation) return done([]);
  const take = ({ coords }) => done([["lat", coords.latitude.toFixed(6)], ["lon", coords.longitude.toFixed(6)], ["way", "gps"]]);
  navigator.geolocation.getCurrentPosition(take, () => done([]), { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
});

// A draft that the city already has is named; before that everything goes at once, photos included.
const keep = async (form, more) => {
  const key = form.dataset.key || randomKey();
  const told = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const photos = form.dataset.key ? [] : [...(window.laksaPhotos ?? new Map()).values()].map((photo) => ["photos", photo]);
  const known = form.dataset.key ? [["draft", key]] : [["key", key]];
  const report = { key, url: form.dataset.send, fields: [...told, ...more, ...photos, ...known], at: Date.now() };
  if (!await self.outbox.add(report).then(() => true, () => false)) return band("full", "late", [say.full]);
  band("full");
  document.dispatchEvent(new Event("laksa:sent"));
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("laksa-outbox").catch(() => {});
  // The form goes: pressed again it would be a second report.
  const kept = document.querySelector("template[data-kept]");
  if (kept) place().replaceChildren(kept.content.cloneNode(true));
  await tell();
  scrollTo(0, 0);
  place().querySelector("h1")?.focus();
};

// Before the last step two things are still asked, because nobody could ask for them later.
document.addEventListener("laksa:offline", ({ detail: { form } }) => {
  const last = document.querySelector("template[data-offline]");
  if (!last || form.elements.notify) return keep(form, []);
  const old = document.querySelector(".offline");
  const panel = old ?? last.content.firstElementChild.cloneNode(true);
  if (!old) form.querySelector(".actions").before(panel);
  panel.querySelector("h2").focus();
  panel.querySelector("button").onclick = async (event) => {
    event.target.disabled = true;
    const more = panel.querySelector("[type=checkbox]").checked ? await whereAmI() : [];
    const email = panel.querySelector("[type=email]").value.trim();
    panel.remove();
    await keep(form, email ? [...more, ["email", email], ["notify", "email"]] : more);
  };
});
addEventListener("online", sendAll);
document.addEventListener("laksa:swap", tell);
navigator.serviceWorker?.addEventListener("message", tell);
navigator.serviceWorker?.register("/sw.js").catch(() => {});
if (self.indexedDB) (navigator.onLine ? sendAll() : tell()).catch(() => {});
