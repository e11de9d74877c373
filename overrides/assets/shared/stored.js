/* global OWN */
// What a person asked this device to remember.
function stored(name) {
  try {
    return localStorage.getItem(OWN + name) ?? "";
  } catch {
    return ""; // refused
  }
}
