/**
 * The browser's one live connection. Events only invalidate queries (key = [collection, ...]) or are
 * handed to screens that subscribed; they never carry the truth themselves.
 */
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Job } from './types';

export interface LiveEvent {
  type: string;
  subject: string;
  version: number;
  time: string;
  user: string;
  user_display_name: string;
  data?: Record<string, unknown>;
}
type Listener = (event: LiveEvent) => void;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let online = true;

function setOnline(value: boolean) {
  if (online === value) return;
  online = value;
  for (const tell of watchers) tell();
}

/** Dictionaries are small: any change reloads them. Lists of clients decide for themselves. */
const SMALL = new Set([
  'segments',
  'funnels',
  'products',
  'agreements',
  'loyaltyPrograms',
  'bonuses',
  'priceLists',
  'vatRates',
  'lossReasons',
  'leadStatuses',
  'assignmentRules',
  'customFields',
  'professionalHolidays',
  'relations',
  'relationKinds',
  'orgUnits',
  'roles',
  'users',
  'savedViews',
  'apiKeys',
  'imports',
  'sellers',
  'registrySettings',
  'personalDataRequests',
  'consentPurposes',
  'workActions',
  'interactionKinds',
  'sessions',
  'notices',
]);

/** Lists of these belong to a record. */
const OF_A_RECORD = new Set([
  ...['contacts', 'notes', 'attachments', 'assessments', 'consents', 'invoices'],
  ...['obligations', 'fulfilmentNotes', 'supplierOrders'],
]);

export function applyEvent(client: QueryClient, event: LiveEvent) {
  const collection = event.subject.split('/')[0] ?? '';
  const job = event.data?.job as Job | undefined;
  if (job) {
    client.setQueryData(['jobs', 'item', job.name], job);
    void client.invalidateQueries({ queryKey: ['jobs', 'list'] });
  }
  // Whom one stands in for, and so what one may do.
  if (collection === 'substitutions') void client.invalidateQueries();
  else if (SMALL.has(collection)) void client.invalidateQueries({ queryKey: [collection] });
  else {
    void client.invalidateQueries({ queryKey: [collection, 'item', event.subject] });
    void client.invalidateQueries({ queryKey: ['audit', event.subject] });
  }
  if (OF_A_RECORD.has(collection)) {
    void client.invalidateQueries({ queryKey: [collection, 'of'] });
  }
  if (/_(un)?merged$/.test(event.type)) {
    // What belonged to the one belongs to the other now.
    for (const moved of ['merges', 'contacts', 'relations', 'notes', 'attachments']) {
      void client.invalidateQueries({ queryKey: [moved, 'of'] });
    }
  }
  for (const listener of listeners) listener(event);
}

const MAX_PAUSE = 20_000;

/** Opens the connection and keeps it open; returns how to close it. */
export function connect(client: QueryClient): () => void {
  let socket: WebSocket | undefined;
  let pause = 500;
  let timer = 0;
  let closed = false;
  let missed = false;
  const open = () => {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
    socket = new WebSocket(`${scheme}://${window.location.host}/v1/live`);
    socket.onopen = () => {
      pause = 500;
      setOnline(true);
      // Whatever happened while the line was down is unknown: ask again for what is on the screen.
      if (missed) void client.invalidateQueries();
      missed = false;
    };
    socket.onmessage = (message) => {
      const event = JSON.parse(String(message.data)) as LiveEvent;
      if (event.subject) applyEvent(client, event);
    };
    socket.onclose = () => {
      if (closed) return;
      missed = true;
      setOnline(false);
      timer = window.setTimeout(open, pause + Math.random() * 300);
      pause = Math.min(pause * 2, MAX_PAUSE);
    };
  };
  open();
  return () => {
    closed = true;
    window.clearTimeout(timer);
    socket?.close();
  };
}

/** Calls `handler` for each event while the component is mounted. */
export function useLive(handler: Listener) {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const listener: Listener = (event) => latest.current(event);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}

export const useOnline = () =>
  useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => online,
  );
