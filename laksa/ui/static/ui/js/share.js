// Opens the phone's own sharing: <button data-share="address" data-title="…" hidden>.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const thing = { title: button.dataset.title, text: button.dataset.text, url: button.dataset.share };
    // Closing the sheet without choosing is no fault.
    navigator.share(thing).catch(() => {});
  });
}
