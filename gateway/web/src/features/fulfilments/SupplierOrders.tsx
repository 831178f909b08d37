import { Menu } from '@mantine/core';
import { IconCheck, IconPencil, IconRefresh, IconTrash, IconTruck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { date, money } from '@/shared/lib/format';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastError } from '@/shared/ui/toast';
import { isOverdue, ordersQuery, type SupplierOrder, useDropOrder, useSaveOrder } from './api';
import s from './Fulfilments.module.css';
import { OrderForm } from './OrderForm';
import { Part } from './Part';

const COLORS = { DRAFT: 'gray', PLACED: 'blue', RECEIVED: 'green', CANCELLED: 'gray' } as const;
type State = keyof typeof COLORS;
const ICONS = { DRAFT: IconRefresh, PLACED: IconTruck, RECEIVED: IconCheck, CANCELLED: IconX };
/** What may come of an order in each state. */
const NEXT: Record<State, readonly State[]> = {
  DRAFT: ['PLACED'],
  PLACED: ['RECEIVED', 'CANCELLED'],
  RECEIVED: ['PLACED'],
  CANCELLED: ['DRAFT'],
};

export function SupplierOrders({ deal, writes }: { deal: string; writes: boolean }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<SupplierOrder | 'new' | null>(null);
  return (
    <Part
      title={t('fulfilment.orders')}
      empty={t('fulfilment.noOrders')}
      query={useQuery(ordersQuery(deal))}
      add={writes ? { label: t('fulfilment.order'), onClick: () => setOpened('new') } : undefined}
      list={(rows) => (
        <ul className={s.list} aria-label={t('fulfilment.orders')}>
          {rows.map((each) => (
            <Row key={each.name} order={each} onEdit={writes ? () => setOpened(each) : undefined} />
          ))}
        </ul>
      )}
    >
      {opened && (
        <OrderForm
          deal={deal}
          order={opened === 'new' ? undefined : opened}
          onClose={() => setOpened(null)}
        />
      )}
    </Part>
  );
}

function Row({ order, onEdit }: { order: SupplierOrder; onEdit?: () => void }) {
  const { t } = useTranslation();
  const save = useSaveOrder(order.deal);
  const drop = useDropOrder(order.deal);
  const state = (order.state || 'DRAFT') as State;
  const day = state === 'RECEIVED' ? order.received_date : order.expected_date;
  const late = state === 'PLACED' && isOverdue(day);
  const shown = order.lines.map((line) => `${line.display_name} × ${line.quantity}`).join(', ');
  return (
    <li className={s.row}>
      <div className={s.what}>
        <span className={s.text}>
          <Link className="link" to="/counterparties/$id" params={{ id: idOf(order.supplier) }} search={{}}>
            {order.supplier_display_name}
          </Link>
          {order.number && ` № ${order.number}`}
        </span>
        {shown && <span className={s.about}>{shown}</span>}
      </div>
      {order.total && <b className="num">{money(order.total)}</b>}
      {day && (
        <span className={s.day} data-late={late || undefined}>
          {t(state === 'RECEIVED' ? 'fulfilment.on' : 'fulfilment.by', { day: date(day) })}
        </span>
      )}
      <Tag color={late ? 'red' : COLORS[state]}>
        {t(late ? 'fulfilment.overdue' : `enums.SupplierOrder.State.${state}`)}
      </Tag>
      {onEdit && (
        <RowMenu label={t('fulfilment.actions', { name: order.supplier_display_name })}>
          {NEXT[state].map((next) => {
            const Icon = ICONS[next];
            return (
              <Menu.Item
                key={next}
                leftSection={<Icon size={16} />}
                onClick={() => save.mutate({ known: order, state: next }, { onError: toastError })}
              >
                {t(`fulfilment.orderTo.${next}`)}
              </Menu.Item>
            );
          })}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          {state === 'DRAFT' && (
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              onClick={() => drop.mutate(order, { onError: toastError })}
            >
              {t('ui.delete')}
            </Menu.Item>
          )}
        </RowMenu>
      )}
    </li>
  );
}
