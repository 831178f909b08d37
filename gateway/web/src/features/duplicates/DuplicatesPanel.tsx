import { Button, Loader } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingCommunity, IconCopyCheck, IconExternalLink, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { candidatesQuery, type DuplicateCandidate, type DuplicateDraft } from './api';
import s from './Duplicates.module.css';
import { Reasons, Score } from './Reasons';

interface Props {
  draft: DuplicateDraft;
  /** Opens a client's card. */
  onOpen: (name: string) => void;
  /** Adds what was typed to the client that is there; left out, it is not offered. */
  onSupplement?: (name: string) => void;
  /** Creates despite the warning; shown once there is one and the right is held. */
  onCreateAnyway?: () => void;
  /** How many there are, for whoever shows it elsewhere too. */
  onFound?: (found: { count: number; strong: boolean }) => void;
  busy?: boolean;
}

const TYPING_PAUSE = 300;

/** Clients like the one that is being typed, while it is typed. Keeps its height, so nothing jumps. */
export function DuplicatesPanel({ draft, onFound, ...actions }: Props) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(draft, TYPING_PAUSE, { leading: false });
  const asks = isWorthAsking(settled);
  const found = useQuery(candidatesQuery(settled, asks));
  const candidates = asks ? (found.data ?? []) : [];
  const count = candidates.length;
  const strong = candidates.some((candidate) => candidate.strong);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tells of changes, whoever listens
  useEffect(() => onFound?.({ count, strong }), [count, strong]);
  return (
    <section
      className={`card ${s.panel}`}
      aria-label={t('duplicates.panel')}
      data-strong={strong || undefined}
    >
      <div className={s.panelHead}>
        <h2 className={s.panelTitle}>{t(strong ? 'duplicates.panelStrong' : 'duplicates.panel')}</h2>
        {found.isFetching && <Loader size={14} aria-hidden />}
      </div>
      <span className="visuallyHidden" role="status">
        {count > 0 && `${t('duplicates.panel')}: ${count}`}
      </span>
      {/* It scrolls, so keys must reach it. */}
      <div className={s.panelBody} tabIndex={count > 1 ? 0 : undefined}>
        {count === 0 ? (
          <p className={s.panelHint}>{t(hintOf(asks, found.isError, found.isFetched))}</p>
        ) : (
          <ul className={s.candidates}>
            {candidates.map((candidate, at) => (
              <Candidate key={candidate.counterparty?.name ?? at} candidate={candidate} {...actions} />
            ))}
          </ul>
        )}
      </div>
      {strong && actions.onCreateAnyway && <Anyway {...actions} />}
    </section>
  );
}

function Candidate({
  candidate,
  onOpen,
  onSupplement,
  busy,
}: { candidate: DuplicateCandidate } & Omit<Props, 'draft'>) {
  const { t } = useTranslation();
  const { counterparty } = candidate;
  return (
    <li className={s.candidate}>
      <div className={s.candidateHead}>
        {counterparty ? (
          <span className={`${s.name} ell`} title={counterparty.display_name}>
            {counterparty.display_name}
          </span>
        ) : (
          <span className={s.hidden}>
            <IconBuildingCommunity size={16} aria-hidden />
            {t('duplicates.hiddenOne')}
          </span>
        )}
        <Score score={candidate.score} />
      </div>
      <p className={s.about}>
        {counterparty
          ? [counterparty.inn, counterparty.kpp, counterparty.owner_display_name].filter(Boolean).join(' · ')
          : t('duplicates.hiddenHint')}
      </p>
      <Reasons reasons={candidate.reasons} strong={candidate.strong} />
      {counterparty && (
        <div className={s.candidateActions}>
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconExternalLink size={14} />}
            onClick={() => onOpen(counterparty.name)}
          >
            {t('duplicates.open')}
          </Button>
          {onSupplement && (
            <Button
              variant="light"
              size="compact-sm"
              disabled={busy}
              leftSection={<IconPlus size={14} />}
              onClick={() => onSupplement(counterparty.name)}
            >
              {t('duplicates.supplement')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function Anyway({ onCreateAnyway, busy }: Pick<Props, 'onCreateAnyway' | 'busy'>) {
  const { t } = useTranslation();
  const can = useCan();
  if (!can('counterparties.bypass_duplicates')) {
    return <p className={s.panelHint}>{t('duplicates.createAnywayNoRight')}</p>;
  }
  return (
    <Button
      variant="default"
      className={s.anyway}
      disabled={busy}
      leftSection={<IconCopyCheck size={16} />}
      onClick={onCreateAnyway}
    >
      {t('duplicates.createAnyway')}
    </Button>
  );
}

/** A letter or two would find half the base. */
function isWorthAsking({ counterparty, contacts = [] }: DuplicateDraft): boolean {
  const { display_name = '', full_name = '', inn = '', ogrn = '', person_name } = counterparty;
  const texts = [display_name, full_name, inn, ogrn, person_name?.family_name ?? ''];
  const reach = [counterparty, ...contacts].flatMap(({ phones = [], emails = [] }) => [
    ...phones.map((one) => one.number),
    ...emails.map((one) => one.address),
  ]);
  return texts.some((text) => text.trim().length > 2) || reach.some((text) => (text ?? '').length > 5);
}

function hintOf(asks: boolean, failed: boolean, fetched: boolean): string {
  if (!asks) return 'duplicates.panelIdle';
  if (failed) return 'duplicates.panelFailed';
  return fetched ? 'duplicates.panelNone' : 'duplicates.searching';
}
