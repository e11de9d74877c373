// Documents from standard input to MiniSearch's own JSON on standard output.
import { readFileSync } from "node:fs";
import MiniSearch from "minisearch";
import options from "./minisearch-options.js";

const index = new MiniSearch(options);
index.addAll(JSON.parse(readFileSync(0, "utf8")));
process.stdout.write(JSON.stringify(index));
