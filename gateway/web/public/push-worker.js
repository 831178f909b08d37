/* Shows what is pushed, and opens what it is about. It keeps and answers nothing else. */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const told = event.data ? event.data.json() : {};
  // Told twice, it replaces itself.
  const options = { body: told.body, tag: told.tag, icon: '/icon.svg', data: { open: told.open } };
  event.waitUntil(self.registration.showNotification(told.title || 'CRM', options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const place = new URL(event.notification.data?.open || '/', self.location.origin);
  event.waitUntil(open(place.origin === self.location.origin ? place.href : '/'));
});

async function open(href) {
  const windows = await self.clients.matchAll({ type: 'window' });
  const known = windows.find((each) => each.visibilityState === 'visible') || windows[0];
  if (!known) return self.clients.openWindow(href);
  await known.focus();
  return known.navigate(href);
}
