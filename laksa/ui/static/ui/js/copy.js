// Copies text: <button data-copy="text" data-said="Tersalin" hidden>. Shown only where it can work.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    words.textContent = button.dataset.said;
    // The live region tells it to those who do not see the button change.
    const live = document.querySelector("[data-live]");
    if (live) live.textContent = button.dataset.said;
    setTimeout(() => { words.textContent = before; }, 2500);
  });
}
