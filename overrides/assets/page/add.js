/* global listButton, listBar, onReturn */
// "Add to my list" on a record's page.
const lead = document.querySelector("main > .lead");
const line = document.createElement("p");
const show = () => {
  line.replaceChildren(listButton(document.querySelector("link[rel=canonical]").href.split("/").at(-2)));
};
show();
lead.after(line, listBar);
onReturn(show);
