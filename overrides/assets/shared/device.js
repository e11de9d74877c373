/* global OWN, SITE */
// Remembers what a person asked this device to; false when it refuses.
function store(name, value) {
  try {
    localStorage.setItem(OWN + name, value);
    return true;
  } catch {
    return false;
  }
}

// Everything that this site keeps here, and nothing of its neighbours'.
async function forgetAll() {
  try {
    for (const store of [localStorage, sessionStorage]) {
      for (const key of Object.keys(store)) if (key.startsWith(OWN)) store.removeItem(key);
    }
  } catch {
    // Refused: then there is nothing.
  }
  if (!("caches" in window)) return;
  const registration = await navigator.serviceWorker?.getRegistration(SITE);
  if (registration?.scope === SITE.href) await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(OWN)) await caches.delete(name);
}
