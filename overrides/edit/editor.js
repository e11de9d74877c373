"use strict";
// Sveltia CMS asks a public network for its words, icons and version. Here they lie beside it, and
// nobody but GitHub is asked. It speaks the page's language.
{
  const OWN = /^https:\/\/unpkg\.com\/@sveltia\/cms(?:@[\d.]+)?\/(?:locales\/(fi|sv)|(package))\.json$/;
  const ask = window.fetch.bind(window);
  const beside = new URL(".", document.currentScript.src);
  window.fetch = (wanted, options) => {
    const address = String(wanted instanceof Request ? wanted.url : wanted);
    const [, language, version] = OWN.exec(address) || [];
    if (language) return ask(new URL(`sveltia-${language}.json`, beside), options);
    if (version) return ask(new URL("version.json", beside), options);
    if (address.startsWith("https://www.githubstatus.com/")) return Promise.reject(new TypeError("not asked"));
    return ask(wanted, options);
  };
  const language = document.documentElement.lang;
  for (const [name, value] of [["language", language], ["languages", [language]]]) {
    Object.defineProperty(navigator, name, { get: () => value });
  }
}
