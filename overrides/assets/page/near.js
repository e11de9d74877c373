/* global W, stored */
// "Near me": a municipality's name or a postcode leads to that place's page; the phone's position, on
// a press, names the nearest ones and sorts cards by the way there. It is used here and sent nowhere.
const form = document.querySelector("form.near");

if (form) {
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button[type=button]");
  const fold = (text) => text.trim().toLowerCase();
  const link = (code) => [...document.querySelectorAll("main a[data-code]")].find((one) => one.dataset.code === code);
  const secret = document.querySelector("[data-exit]"); // a page that leaves no further entry behind

  // Great-circle distance in kilometres (haversine, a sphere of 6,371 km).
  const kilometres = (from, to) => {
    const [lat1, lon1, lat2, lon2] = [...from, ...to].map((degrees) => degrees * Math.PI / 180);
    const root = Math.sin((lat2 - lat1) / 2) ** 2
      + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
    return 2 * 6371 * Math.asin(Math.sqrt(root));
  };
  const way = (km) => (km < 0.95 ? fill(W.near.metres, { n: Math.max(50, Math.round(km * 20) * 50) })
    : fill(W.near.kilometres, { n: km < 9.5 ? km.toFixed(1).replace(".", ",").replace(",0", "") : Math.round(km) }));

  const position = (then) => {
    status.textContent = W.near.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => then([coords.latitude, coords.longitude]),
      () => { status.textContent = form.dataset.places ? W.near.refused : W.near.refused_here; },
      { maximumAge: 6e4, timeout: 15e3 },
    );
  };

  // --- choosing a municipality

  if (form.dataset.places) {
    const field = form.querySelector("input");
    let loading;
    // [code, {names, postcodes, at}] of every municipality; none, and it is said, when they do not load.
    const places = async () => {
      loading ??= fetch(form.dataset.places).then((answer) => answer.json()).then(Object.entries);
      try {
        return await loading;
      } catch {
        loading = undefined;
        status.textContent = W.near.failed;
        return [];
      }
    };
    const linkTo = (code, words, hash = "") => {
      const made = document.createElement("a");
      made.href = link(code).href + hash;
      made.dataset.code = code;
      made.textContent = words;
      made.className = "button";
      return made;
    };
    const go = (code, hash = "") => {
      const found = link(code);
      if (found && secret) location.replace(found.href);
      else if (found) location.assign(found.href + hash);
      return found;
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const typed = fold(field.value);
      if (!typed) return;
      const every = await places();
      if (!every.length) return;
      const postcode = /^\d{5}$/.test(typed);
      const found = every.filter(([, one]) => (postcode ? one.postcodes.split(" ").includes(typed)
        : one.names.some((name) => fold(name).startsWith(typed))));
      const exact = found.filter(([, one]) => postcode || one.names.some((name) => fold(name) === typed));
      const [first] = exact.length ? exact : found.length === 1 ? found : [];
      if (first && go(first[0], postcode ? `#${typed}` : "")) return;
      status.textContent = found.length
        ? fill(W.near.several, { names: found.map(([code]) => link(code)?.textContent ?? "").join(", ") })
        : fill(W.near.unknown, { place: field.value.trim() });
      field.focus();
    });
    if (navigator.geolocation) {
      button.hidden = false;
      button.addEventListener("click", () => position(async (here) => {
        const every = await places();
        if (!every.length) return;
        const nearest = every.map(([code, { at }]) => [kilometres(here, at), code])
          .sort((a, b) => a[0] - b[0]).slice(0, 3);
        status.replaceChildren(`${nearest[0][0] > 150 ? W.near.far : W.near.nearest} `);
        for (const [km, code] of nearest) {
          status.append(linkTo(code, `${link(code).textContent}, ${way(km)}`, secret ? "" : "#near"));
        }
      }));
    }
    const code = stored("municipality");
    if (code && link(code)) form.before(linkTo(code, link(code).textContent));
  }

  // --- the pages of one municipality: nearest first

  if (form.dataset.here) {
    const lists = [...document.querySelectorAll("main ul.cards")];
    const cards = [...document.querySelectorAll("main ul.cards > li")];
    const sort = (distance, words, none) => {
      let sorted = false;
      for (const list of lists) {
        const order = [...list.children].map((card) => [distance(card), card])
          .sort((a, b) => a[0] - b[0]); // cards of unknown place keep their order, last
        if (!order.some(([far]) => Number.isFinite(far))) continue;
        sorted = true;
        for (const [far, card] of order) {
          card.querySelector(".far")?.remove();
          const told = words(far);
          if (told) {
            const made = document.createElement("span");
            made.className = "far";
            made.textContent = ` · ${told}`;
            card.querySelector("p").append(made);
          }
          list.append(card);
        }
      }
      status.textContent = sorted ? W.near.sorted : none;
    };
    const byPosition = () => position((here) => sort(
      (card) => (card.dataset.at ? kilometres(here, card.dataset.at.split(",").map(Number)) : Infinity),
      (far) => (Number.isFinite(far) ? way(far) : ""),
      W.near.no_doors,
    ));
    const hash = location.hash.slice(1);
    const postcode = /^\d{5}$/.test(hash) ? hash : "";
    const doors = cards.some((card) => card.dataset.at) && Boolean(navigator.geolocation);
    form.hidden = !doors && hash !== "near" && !postcode;
    button.hidden = !doors;
    button.addEventListener("click", byPosition);
    if (hash === "near") {
      // The press was on the page before. A link that somebody shared asks for nothing.
      if (!doors) status.textContent = W.near.no_doors;
      else if (!secret) {
        navigator.permissions?.query({ name: "geolocation" })
          .then(({ state }) => { if (state === "granted") byPosition(); }, () => {});
      }
    }
    if (postcode) {
      // The same postcode, then the same district (its first three figures).
      sort(({ dataset: { post = "" } }) => (post === postcode ? 0 : post.slice(0, 3) === postcode.slice(0, 3) ? 1 : Infinity),
        (rank) => (rank ? "" : W.near.same_postcode), W.near.no_district);
    }
    if (hash === "near" || postcode) {
      // The choice goes along in the address, to pages that can use it.
      for (const one of document.querySelectorAll("a[data-carry], .tongue")) one.hash = hash;
    }
  }
}
