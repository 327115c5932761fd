// Photos are made smaller on the phone and sent as soon as they are chosen, one by one: <fieldset data-photos>.
const MOST = 6;

const enhance = (root) => {
  const field = root.querySelector("fieldset[data-photos]");
  if (!field) return;
  const form = field.closest("form");
  const list = field.querySelector("[data-shots]");
  const tiles = [...field.querySelectorAll("[data-tile]")];
  const fault = field.querySelector("[data-photo-error]");
  const button = document.querySelector(".actions .button--filled [data-words]");
  const words = button?.textContent;
  const plain = field.querySelector("[data-plain]");
  let camera;
  let queue = Promise.resolve();
  let total = 0;
  let done = 0;
  plain.hidden = true;
  plain.querySelectorAll("input").forEach((input) => { input.disabled = true; });
  window.laksaUploads = [];
  window.laksaPhotos = new Map();

  const count = () => list.querySelectorAll(".shot:not(.shot--new)").length;
  const arrange = () => { for (const tile of tiles) tile.hidden = count() >= MOST; };
  const tell = (message) => { fault.hidden = !message; fault.querySelector("[role=alert]").textContent = message; };
  const progress = () => {
    if (!button) return;
    button.textContent = done < total ? field.dataset.sending.replace("{number}", done + 1).replace("{total}", total) : words;
  };

  const upload = async (shot, file, place) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("draft", field.dataset.draft);
    body.append("photo", file, file.name);
    if (place) { body.append("lat", place.lat); body.append("lon", place.lon); }
    const answer = await fetch(field.dataset.upload, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (!answer.ok) { shot.remove(); return tell(said.message); }
    field.dataset.draft = said.draft;
    form.setAttribute("action", said.action);
    shot.dataset.id = said.id;
  };

  const add = (file) => {
    const shot = field.querySelector("template[data-shot]").content.firstElementChild.cloneNode(true);
    const image = shot.querySelector("img");
    const remover = shot.querySelector("button");
    image.src = URL.createObjectURL(file);
    image.addEventListener("error", () => { shot.querySelector("[data-said]").textContent = file.name; });
    remover.setAttribute("aria-label", `${remover.dataset.word} ${count() + 1}`);
    list.insertBefore(shot, tiles[0]);
    total += 1;
    // One after another: the first creates the draft, and a slow line carries one photo sooner than six.
    queue = queue.then(async () => {
      progress();
      const place = await camera.readPlace(file);
      const small = await camera.shrink(file);
      window.laksaPhotos.set(shot, small);
      try { if (shot.isConnected) await upload(shot, small, place); } catch { shot.querySelector("[data-said]").textContent = field.dataset.offline; }
      done += 1;
      progress();
      arrange();
    });
    window.laksaUploads.push(queue);
    arrange();
  };

  for (const tile of tiles) {
    tile.querySelector("input").addEventListener("change", async (event) => {
      camera ??= await import(field.dataset.camera);
      tell("");
      for (const file of [...event.target.files].slice(0, MOST - count())) add(file);
      event.target.value = "";
    });
  }
  list.addEventListener("click", async (event) => {
    const remover = event.target.closest(".shot__remove");
    if (!remover || remover.value) return;
    const shot = remover.closest(".shot");
    window.laksaPhotos.delete(shot);
    shot.remove();
    arrange();
    tiles[0].querySelector("input").focus();
    if (!shot.dataset.id) return;
    const body = new FormData(form);
    body.append("remove", shot.dataset.id);
    await fetch(form.getAttribute("action"), { method: "POST", body }).catch(() => {});
  });
  arrange();
};

enhance(document);
document.addEventListener("laksa:swap", (event) => enhance(event.detail));
