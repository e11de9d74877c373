// The site's own address: scripts lie in assets/.
const SITE = new URL("../", import.meta.url);
