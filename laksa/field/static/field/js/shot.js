// What a photo that was just chosen says of itself, how it is made smaller before it travels, and what goes on the phone with it.
// Loaded before stop.js and capture.js.
{
  const LONGEST_PX = 1920;

  // When a photo was taken, by this phone's clock: the file says it, also of one from the gallery; of several the oldest counts.
  // A file that knows nothing, or a time that is still to come, was taken now at the latest.
  const takenAt = (files) => {
    const now = Date.now();
    return new Date(Math.min(now, ...files.map((file) => file.lastModified || now)));
  };

  // A smaller photo is sent sooner; one that this browser can't draw goes as it is.
  const shrink = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
      const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
      return new File([blob], "foto.jpg", { type: "image/jpeg" });
    } catch {
      return file;
    }
  };

  // What a form comes to in the phone's queue. Its key is its own: a page opened from the phone has the same one each time.
  const itemOf = async (form, files, more) => {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "key");
    const at = new Date();
    form.dataset.key ??= crypto.randomUUID?.() ?? form.elements.key.value;
    fields.push(["key", form.dataset.key], ["made_at", at.toISOString()]);
    for (const file of files) fields.push(["photos", await shrink(file)]);
    const user = Number(document.querySelector("[data-band]").dataset.user);
    return { key: form.dataset.key, user, photos: files.length, fields, at: at.getTime(), ...more };
  };

  // Keeps a form on the phone and sends it when there is a signal; says what became of it, "full" when it is nowhere but on the page.
  const hand = async (item) => {
    const isKept = await self.crew.add(item).then(() => true, () => false);
    if (!isKept) {
      const result = navigator.onLine ? await self.crew.sendAlone(item) : { state: "waiting" };
      return result.state === "waiting" ? { state: "full" } : result;
    }
    (await navigator.serviceWorker?.getRegistration("/lapangan/"))?.sync?.register("lapangan").catch(() => {});
    const results = navigator.onLine ? await self.crew.band.sendAll() : [];
    await self.crew.band.tell();
    return results.find((result) => result.key === item.key) ?? { state: "waiting" };
  };

  self.shot = { takenAt, shrink, itemOf, hand };
}
