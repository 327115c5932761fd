// The band under the head: what waits on this phone, what was sent, what needs its writer. And the way out, which forgets.
const say = JSON.parse(document.getElementById("crew-say").textContent);
const fill = (name, facts = {}) => say[name].replace(/\{(\w+)\}/g, (_, key) => facts[key] ?? "");
const band = document.querySelector("[data-band]");
const user = Number(band.dataset.user);
const CLOCK = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
let offSince = navigator.onLine ? null : new Date();
let [news, isLeaving, hasEnded] = [[], false, false];

const line = (tone, ...parts) => {
  const note = Object.assign(document.createElement("div"), { className: `note note--${tone}` });
  const words = Object.assign(document.createElement("p"), { className: "note__body" });
  words.append(...parts);
  note.append(words);
  return note;
};
const bold = (text) => Object.assign(document.createElement("b"), { textContent: `${text} ` });
const button = (text, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: text });
  made.addEventListener("click", act);
  return made;
};

const amount = (items) => {
  const photos = items.reduce((sum, item) => sum + item.photos, 0);
  const forms = items.filter((item) => !item.photos || item.fields.some(([name, text]) => name === "words" && text)).length;
  const parts = [photos && fill("photos", { count: photos }), forms && fill("forms", { count: forms })].filter(Boolean);
  return parts.join(` ${say.and} `);
};

const photosOf = (item) => item.fields.filter(([, value]) => value instanceof Blob).map(([, blob], index) => (
  Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${item.code}-${index + 1}.jpg`, textContent: `${say.save} ${index + 1}` })
));

const rowOf = (item) => {
  const row = document.createElement("li");
  row.append(bold(`${item.code} · ${item.what}`), CLOCK.format(item.at));
  if (!item.refusal) return row;
  row.append(Object.assign(document.createElement("p"), { className: "late", textContent: fill("refused", { message: item.refusal }) }));
  const parts = [...photosOf(item), button(say.drop, async () => { await self.crew.drop(item.key); tell(); })];
  row.append(...parts.flatMap((part) => [part, " "]));
  return row;
};

const tell = async () => {
  const mine = (await self.crew.all()).filter((item) => item.user === user);
  const waiting = mine.filter((item) => !item.refusal);
  const lines = news.map(([tone, text]) => line(tone, text));
  const queue = document.querySelector("[data-queue]");
  const words = [];
  if (offSince) words.push(bold(fill("offline", { time: CLOCK.format(offSince) })));
  if (waiting.length) words.push(`${fill("waits", { what: amount(waiting) })} `);
  if (mine.length) words.push(Object.assign(document.createElement("a"), { href: queue ? "#antrean" : "/lapangan/#antrean", textContent: say.see }));
  if (words.length) lines.unshift(line("warn", ...words));
  if (hasEnded) lines.unshift(line("late", `${say.signed_out} `, Object.assign(document.createElement("a"), { href: "/lapangan/", textContent: say.sign_in })));
  lines.unshift(...self.crew.doubts(offSince !== null).map((words) => line("late", words)));
  isLeaving &&= mine.length > 0;
  if (isLeaving) lines.unshift(line("late", bold(fill("leave", { what: amount(mine) })), button(say.leave_go, go), " ", button(say.leave_stay, stay)));
  band.replaceChildren(...lines);
  if (!queue) return;
  queue.closest("section").hidden = !mine.length;
  queue.replaceChildren(...mine.map(rowOf));
};

const told = (results) => {
  for (const result of results) {
    if (result.state === "done") news.push(["ok", fill("sent", result)]);
    if (result.state === "moved") news.push(["warn", fill("moved", result)]);
    if (result.state === "signed_out") hasEnded = true;
  }
  return tell();
};

const sendAll = async () => {
  const results = await self.crew.sendAll();
  await told(results);
  return results;
};

// For the other scripts of the page: an import would ask for a file by a name that the phone has not kept.
self.crew.band = { sendAll, tell };

const leave = document.querySelector("form[data-leave]");
const go = async () => { await self.crew.forget(); HTMLFormElement.prototype.submit.call(leave); };
const stay = () => { isLeaving = false; tell(); };
leave?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const mine = (await self.crew.all()).filter((item) => item.user === user);
  if (!mine.length) return go();
  isLeaving = true;
  leave.closest("details").open = false;
  await tell();
  band.querySelector("button").focus();
});

addEventListener("online", () => { offSince = null; hasEnded = false; sendAll(); });
addEventListener("offline", () => { offSince = new Date(); tell(); });
navigator.serviceWorker?.addEventListener("message", (event) => told(event.data?.sent ?? []));
navigator.serviceWorker?.register("/lapangan/sw.js", { scope: "/lapangan/" }).catch(() => {});
await (navigator.onLine ? sendAll() : tell());
