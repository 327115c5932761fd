// At the door: no page of whoever was here before stays on this phone. Forms that wait are kept for their writer, unseen.
const note = document.querySelector("[data-left-behind]");
const names = "caches" in self ? await caches.keys() : [];
for (const name of names) if (name.startsWith("lapangan-halaman")) await caches.delete(name);

const waiting = await self.crew.all().catch(() => []);
if (note && waiting.length) {
  note.hidden = false;
  note.querySelector("[data-count]").textContent = String(waiting.length);
  note.querySelector("button").addEventListener("click", async () => { await self.crew.forget(); note.hidden = true; });
}
