/* global W */
// What few people press is loaded when its box is opened.
const box = document.querySelector("details[data-script]");

if (box) {
  const buttons = box.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  let loading;
  box.addEventListener("toggle", async () => {
    try {
      await (loading ??= import(new URL(box.dataset.script, location)));
      for (const button of buttons) button.disabled = false;
    } catch {
      loading = undefined;
      const told = box.querySelector("[role=status]");
      if (told) told.textContent = W.device.no_net;
    }
  });
}
