// Swaps the list beside the map for that of another address of the same page, and says so.
export const swap = async (url) => {
  let answer;
  try {
    answer = await fetch(url, { headers: { Accept: "text/html" } });
  } catch {
    return null;
  }
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of ["[data-list]", "[data-legend]", "[data-sift]"]) {
    const fresh = page.querySelector(name);
    const old = document.querySelector(name);
    if (!fresh || !old) return null;
    old.replaceWith(document.importNode(fresh, true));
  }
  document.title = page.title;
  const form = document.querySelector("[data-sift]");
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
  form.addEventListener("change", (event) => { if (event.target.matches("select")) form.requestSubmit(); });
  document.querySelector("[data-live]").textContent = document.querySelector(".beside__head").textContent.replace(/\s+/g, " ").trim();
  return page;
};
