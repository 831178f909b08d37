import { Modal, Skeleton, Stack } from '@mantine/core';
import { IconArrowNarrowDown, IconRouteOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { type Path, pathsQuery } from './api';
import { PartyIcon } from './PartyIcon';
import { about, PartyLink } from './PartyLink';
import { type Chosen, PartyPicker } from './PartyPicker';
import p from './Paths.module.css';
import s from './Relations.module.css';
import { edgeSentence } from './wording';

/** Through whom one gets from this client to another one. */
export function PathDialog({ row, onClose }: { row: Counterparty; onClose: () => void }) {
  const { t } = useTranslation();
  const [target, setTarget] = useState<Chosen | null>(null);
  const found = useQuery(pathsQuery(row.name, target?.name ?? ''));
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('relations.pathTitle')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="sm">
        <p className={s.hint}>{t('relations.pathHint')}</p>
        <PartyPicker label={t('relations.pathTo')} value={target} without={[row.name]} onChange={setTarget} />
        {target && found.isPending && <Skeleton h={140} aria-busy="true" />}
        {target && found.isError && <ErrorState error={found.error} retry={() => void found.refetch()} />}
        {target && found.data && <Found paths={found.data.paths} truncated={found.data.truncated} />}
      </Stack>
    </Modal>
  );
}

function Found({ paths, truncated }: { paths: Path[]; truncated: boolean }) {
  const { t } = useTranslation();
  if (paths.length === 0) {
    return (
      <EmptyState
        icon={IconRouteOff}
        tone="gray"
        title={t('relations.noPath')}
        hint={t('relations.noPathHint')}
      />
    );
  }
  return (
    <>
      <p className={s.hint} role="status">
        {t('relations.pathsFound', { count: paths.length })}
        {truncated && ` ${t('relations.morePaths')}`}
      </p>
      {paths.map((path, index) => (
        <Way
          key={path.steps.map((step) => step.party?.name).join(' ')}
          path={path}
          label={t('relations.path', { n: index + 1 })}
        />
      ))}
    </>
  );
}

function Way({ path, label }: { path: Path; label: string }) {
  const { t } = useTranslation();
  return (
    <ol className={p.path} aria-label={label}>
      {path.steps.map((step, index) => {
        const before = path.steps[index - 1]?.party;
        const party = step.party!;
        return (
          <li key={party.name} className={p.step}>
            {before &&
              step.edges.map((edge) => (
                <span key={edge.relation} className={p.line}>
                  <IconArrowNarrowDown size={15} aria-hidden />
                  {edgeSentence(t, edge, before, party)}
                </span>
              ))}
            <span className={p.party}>
              <PartyIcon kind={party.kind} />
              <PartyLink party={party} />
              <span className={s.sub}>{about(party)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
