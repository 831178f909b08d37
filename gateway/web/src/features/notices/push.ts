/** Push to this browser: the worker that shows it, and the subscription. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';

const WORKER = '/push-worker.js';

export type PushState = 'UNSUPPORTED' | 'DENIED' | 'OFF' | 'ON';

export const pushQuery = queryOptions({
  queryKey: ['push', 'state'],
  queryFn: async (): Promise<PushState> => {
    if (!('serviceWorker' in navigator) || !('PushManager' in window)) return 'UNSUPPORTED';
    if (Notification.permission === 'denied') return 'DENIED';
    return (await subscription()) ? 'ON' : 'OFF';
  },
});

export function useSwitchPush() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (on: boolean) => (on ? subscribe() : unsubscribe()),
    onSettled: () => client.invalidateQueries({ queryKey: pushQuery.queryKey }),
  });
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return registration?.pushManager.getSubscription();
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const { public_key } = await unwrap(http.GET('/v1/pushKey', {}));
  const registration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: public_key,
  });
  const { endpoint = '', keys = {} } = made.toJSON();
  const body = {
    endpoint,
    p256dh: keys.p256dh ?? '',
    auth: keys.auth ?? '',
    display_name: navigator.userAgent.slice(0, 200),
  };
  try {
    await unwrap(http.POST('/v1/pushSubscriptions:subscribe', { body }));
  } catch (error) {
    // Else the browser would believe that it is pushed to.
    await made.unsubscribe();
    throw error;
  }
}

async function unsubscribe() {
  const made = await subscription();
  if (!made) return;
  await unwrap(http.POST('/v1/pushSubscriptions:unsubscribe', { body: { endpoint: made.endpoint } }));
  await made.unsubscribe();
}
