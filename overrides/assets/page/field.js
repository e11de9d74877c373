// The search field of every page. What was typed goes behind the #, which browsers never send; without
// this script the form leads to the search page and says nothing.
for (const form of document.querySelectorAll("form.find")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = form.querySelector("input").value.trim();
    location.assign(`${form.action}#${new URLSearchParams({ q: words })}`);
  });
}
