import { Menu } from '@mantine/core';
import { IconCheck, IconPencil, IconRefresh, IconTrash, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import { isOverdue, type Obligation, obligationsQuery, useDropObligation, useSaveObligation } from './api';
import s from './Fulfilments.module.css';
import { ObligationForm } from './ObligationForm';
import { Part } from './Part';

const COLORS = { OPEN: 'blue', FULFILLED: 'green', BREACHED: 'red' } as const;
type State = keyof typeof COLORS;
const ICONS = { OPEN: IconRefresh, FULFILLED: IconCheck, BREACHED: IconX };
const STATES = ['FULFILLED', 'BREACHED', 'OPEN'] as const;

export function Obligations({ deal, writes }: { deal: string; writes: boolean }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Obligation | 'new' | null>(null);
  return (
    <Part
      title={t('fulfilment.obligations')}
      empty={t('fulfilment.noObligations')}
      query={useQuery(obligationsQuery(deal))}
      add={writes ? { label: t('fulfilment.promise'), onClick: () => setOpened('new') } : undefined}
      list={(rows) => (
        <ul className={s.list} aria-label={t('fulfilment.obligations')}>
          {rows.map((each) => (
            <Row key={each.name} obligation={each} onEdit={writes ? () => setOpened(each) : undefined} />
          ))}
        </ul>
      )}
    >
      {opened && (
        <ObligationForm
          deal={deal}
          obligation={opened === 'new' ? undefined : opened}
          onClose={() => setOpened(null)}
        />
      )}
    </Part>
  );
}

function Row({ obligation, onEdit }: { obligation: Obligation; onEdit?: () => void }) {
  const { t } = useTranslation();
  const save = useSaveObligation(obligation.deal);
  const drop = useDropObligation(obligation.deal);
  const state = (obligation.state || 'OPEN') as State;
  const open = state === 'OPEN';
  const day = open ? obligation.due_date : obligation.done_date;
  const late = open && isOverdue(day);
  return (
    <li className={s.row}>
      <div className={s.what}>
        <span className={s.text}>{obligation.text}</span>
        <span className={s.about}>
          {[
            obligation.side && t(`enums.Obligation.Side.${obligation.side}`),
            obligation.responsible_display_name,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {day && (
        <span className={s.day} data-late={late || undefined}>
          {t(open ? 'fulfilment.by' : 'fulfilment.on', { day: date(day) })}
        </span>
      )}
      <Tag color={late ? 'red' : COLORS[state]}>
        {t(late ? 'fulfilment.overdue' : `enums.Obligation.State.${state}`)}
      </Tag>
      {onEdit && (
        <RowMenu label={t('fulfilment.actions', { name: obligation.text })}>
          {STATES.filter((next) => next !== state).map((next) => {
            const Icon = ICONS[next];
            return (
              <Menu.Item
                key={next}
                leftSection={<Icon size={16} />}
                onClick={() => save.mutate({ known: obligation, state: next }, { onError: toastError })}
              >
                {t(`fulfilment.to.${next}`)}
              </Menu.Item>
            );
          })}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            onClick={() => drop.mutate(obligation, { onError: toastError })}
          >
            {t('ui.delete')}
          </Menu.Item>
        </RowMenu>
      )}
    </li>
  );
}
