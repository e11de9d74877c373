/* global SITE */
// Names of what the site keeps on the device begin with its path: on hosts such as *.github.io several
// sites share one origin, and only our own is ever touched.
const OWN = `familycentre:${SITE.pathname}:`;
