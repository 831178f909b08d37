import { Button } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { settingsQuery } from './api';
import s from './Registry.module.css';
import type { RegistryLookup } from './useRegistryLookup';

// Comes with the first answer.
const AnswerPanel = lazy(() => import('./AnswerPanel').then((module) => ({ default: module.AnswerPanel })));

interface Props {
  lookup: RegistryLookup;
  inn: string;
  kpp: string;
  /** In a form saving is asked about; on the card the fields themselves are. */
  inForm?: boolean;
  children?: ReactNode;
}

/** The button that fills a form by INN and, under it, what the registry answered. */
export function RegistryFill({ lookup, inn, kpp, inForm, children }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { data } = useQuery({ ...settingsQuery, enabled: can('registry.read') });
  if (!can('registry.read')) return null;
  const off = data?.state === 'CHECKSUM_ONLY';
  const digits = inn.replace(/\D/g, '');
  const ready = digits.length === 10 || digits.length === 12;
  return (
    <div className={s.fill}>
      <div className={s.line}>
        <Button
          variant="light"
          size="compact-md"
          leftSection={<IconBuildingBank size={16} />}
          loading={lookup.pending}
          disabled={!ready || off}
          onClick={() => lookup.look(digits, kpp.trim())}
        >
          {t('registry.fill')}
        </Button>
        {children}
        {off ? <Off settles={can('registry.write')} /> : !ready && <Hint>{t('registry.needInn')}</Hint>}
      </div>
      <Suspense>
        {(lookup.answer !== undefined || lookup.error !== null) && (
          <AnswerPanel lookup={lookup} inn={digits} inForm={inForm} />
        )}
      </Suspense>
    </div>
  );
}

const Hint = ({ children }: { children: ReactNode }) => <span className={s.hint}>{children}</span>;

function Off({ settles }: { settles: boolean }) {
  const { t } = useTranslation();
  return (
    <Hint>
      {t('registry.off')}{' '}
      {settles && (
        <Link className="link" to="/admin/integrations">
          {t('registry.connect')}
        </Link>
      )}
    </Hint>
  );
}
