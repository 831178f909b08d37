import { useProfile } from '@/shared/session/session';

/** Where the reader's clock hangs. */
export function useZone(): string {
  const { user, tenant } = useProfile();
  return user.time_zone || tenant.time_zone || 'Europe/Moscow';
}
