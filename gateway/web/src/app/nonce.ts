/** Style elements made at run time are let in by the value that came with this very answer. */
export const styleNonce = () =>
  document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

declare global {
  // Where libraries that make style elements (the scroll lock under dialogs) look for it.
  var __webpack_nonce__: string | undefined;
}

globalThis.__webpack_nonce__ = styleNonce();
