/* global W */
// A button beside each line to copy; without it the line is marked and copied by hand.
for (const box of document.querySelectorAll(".copy")) {
  const line = box.querySelector("textarea");
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.textContent = W.embeds.copy;
  button.setAttribute("aria-describedby", box.querySelector("label").id = `for-${line.id}`);
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(line.value);
      told.textContent = W.embeds.copied;
    } catch { // no clipboard, or no leave to use it
      line.select();
      told.textContent = W.embeds.copy_failed;
    }
  });
  line.after(button, told);
}
