// Sets the colour scheme and the language before the first paint, so that nothing flashes.
(() => {
  try {
    let scheme = localStorage.getItem('crm-scheme') || 'auto';
    if (scheme === 'auto') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
    document.documentElement.lang = localStorage.getItem('crm-language') || 'ru';
  } catch {
    // Storage can be forbidden; then the light scheme stays.
  }
})();
