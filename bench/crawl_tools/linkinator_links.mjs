// Check a site with linkinator, following links only. usage: node linkinator_links.mjs URL; prints pages and dead.

import { LinkChecker } from "../npm/node_modules/linkinator/build/src/index.js";

const TOGETHER = 8;
const checker = new LinkChecker();
const pages = new Set();
const dead = new Set();
checker.on("pagestart", (url) => pages.add(String(url)));
checker.on("link", (link) => {
  if (link.state === "BROKEN") dead.add(String(link.url));
});
const root = new URL("/", process.argv[2]).href; // it follows what begins like the address that it is given
await checker.check({ path: root, recurse: true, concurrency: TOGETHER, retry: false, timeout: 30000 });
console.log([...pages].filter((url) => !dead.has(url)).length, dead.size);
