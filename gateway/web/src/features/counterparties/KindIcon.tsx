import { IconBuilding, IconBuildingStore, IconUser } from '@tabler/icons-react';
import type { Counterparty } from '@/shared/api/types';

const ICONS = {
  LEGAL: IconBuilding,
  SOLE_PROPRIETOR: IconBuildingStore,
  INDIVIDUAL: IconUser,
  '': IconBuilding,
} as const;

export function KindIcon({ kind, size = 16 }: { kind: Counterparty['kind']; size?: number }) {
  const Icon = ICONS[kind];
  return <Icon size={size} stroke={1.7} aria-hidden />;
}
