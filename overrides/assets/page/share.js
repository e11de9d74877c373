/* global W */
// Passing a record on: the phone's own sheet where there is one, the address to copy, paper.
const box = document.querySelector(".share");

if (box) {
  const link = box.querySelector("a");
  const line = document.createElement("p");
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  const button = (words, act) => {
    const one = document.createElement("button");
    one.textContent = words;
    one.addEventListener("click", act);
    line.append(one);
  };
  if (navigator.share) {
    button(W.share.send, () => navigator.share({
      title: document.querySelector("h1").textContent, url: link.href,
    }).catch(() => {})); // the person closed the sheet
  }
  button(W.share.copy, async () => {
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(link.href);
      told.textContent = W.share.copied;
    } catch { // no clipboard, or no leave to use it
      getSelection().selectAllChildren(link);
      told.textContent = W.share.failed;
    }
  });
  button(W.share.print, () => print());
  box.append(line, told);
}
