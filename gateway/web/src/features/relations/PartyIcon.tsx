import { IconUserSquareRounded } from '@tabler/icons-react';
import { KindIcon } from '@/features/counterparties';
import type { Party } from './api';

export const PartyIcon = ({ kind, size = 16 }: { kind: Party['kind']; size?: number }) =>
  kind === 'CONTACT' ? (
    <IconUserSquareRounded size={size} stroke={1.7} aria-hidden />
  ) : (
    <KindIcon kind={kind} size={size} />
  );
