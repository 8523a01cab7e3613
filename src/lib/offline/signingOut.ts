/**
 * Whether this page is being left by signing out; leave.js says so. Until the next page is there this one
 * goes on: what it opened or kept only now would come after the browser has cleared the site, and stay.
 */
export const isSigningOut = () => 'leaving' in document.documentElement.dataset;
