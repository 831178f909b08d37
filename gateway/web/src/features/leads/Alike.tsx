import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { duplicatesQuery, type LeadDuplicate, type LeadInput } from './api';
import s from './Leads.module.css';

interface Props {
  /** Whom it may repeat; with a name it is not found itself. */
  lead: Partial<LeadInput> & { name?: string };
  /** Takes a client that is there; left out, it is not offered. */
  onChoose?: (client: LeadDuplicate) => void;
}

const SHOWN = 5;

/** Leads, deals and clients like it: a hint, never an obstacle. */
export function Alike({ lead, onChoose }: Props) {
  const { t } = useTranslation();
  const { name, inn, phones, emails, company_name } = lead;
  // The same words make the same question: a new one each time would be asked for ever.
  const typed = useMemo(
    () => ({ name, display_name: '', inn, phones, emails, company_name }) as LeadInput,
    [name, inn, phones, emails, company_name],
  );
  const [asked] = useDebouncedValue(typed, 400);
  const { data = [] } = useQuery(duplicatesQuery(asked));
  if (data.length === 0) return null;
  const seen = data.filter((one) => one.name);
  // Of whom one may not see only that there are some is told.
  const hidden = data.length - seen.length;
  return (
    <div className={s.hint} role="status">
      <b>{t('leads.maybeSame')}</b>
      <ul>
        {seen.slice(0, SHOWN).map((one) => (
          <li key={one.name}>
            <Title of={one} />
            {[one.owner_display_name, one.keys.map((key) => t(`leads.keys.${key}`)).join(', ')]
              .filter(Boolean)
              .map((text) => ` · ${text}`)
              .join('')}
            {onChoose && one.name.startsWith('counterparties/') && (
              <Button variant="light" size="compact-xs" ml={8} onClick={() => onChoose(one)}>
                {t('leads.choose')}
              </Button>
            )}
          </li>
        ))}
        {hidden > 0 && <li>{t('leads.hiddenOnes', { count: hidden })}</li>}
      </ul>
    </div>
  );
}

const PATHS = { leads: '/leads/$id', deals: '/deals/$id', counterparties: '/counterparties/$id' } as const;

function Title({ of }: { of: LeadDuplicate }) {
  const { t } = useTranslation();
  const path = PATHS[of.name.split('/')[0] as keyof typeof PATHS];
  if (!path) return of.display_name;
  return (
    <>
      {t(`leads.alike.${of.name.split('/')[0]}`)} {/* In a tab of its own: what is typed here stays. */}
      <Link className="link" to={path} params={{ id: idOf(of.name) }} search={{}} target="_blank">
        {of.display_name}
      </Link>
    </>
  );
}
