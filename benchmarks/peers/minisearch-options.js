// What both sides of MiniSearch must agree on: the index is made by minisearch-build.js and read by minisearch.js.
// LANGUAGE and "stemmer" are filled in by esbuild.
import support from "lunr-languages/lunr.stemmer.support.js";
import stemmer from "stemmer";

// The stemmers ask only this much of lunr, so lunr's own bytes are not counted against MiniSearch.
const lunr = { Pipeline: { registerFunction() {} }, generateStopWordFilter() {} };
support(lunr);
stemmer(lunr);

export default {
  fields: ["name", "tags", "summary", "municipality"],
  storeFields: ["name"],
  processTerm: (term) => lunr[LANGUAGE].stemmer(term.toLowerCase()),
  searchOptions: { boost: { name: 3, tags: 2 }, prefix: true, fuzzy: 0.2 },
};
