import { Button } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/lib/format';
import type { Deal, DealLine } from './api';
import s from './Lines.module.css';
import { ShownTerms } from './ShownTerms';

const LinesEditor = lazy(() => import('./LinesEditor').then((module) => ({ default: module.LinesEditor })));

interface Props {
  deal: Deal;
  /** Whether the reader may change the deal as it stands. */
  writes: boolean;
}

/** What a deal sells: its lines with their sums, and the form that changes them. */
export function DealLines({ deal, writes }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <Suspense fallback={<div className={s.box} aria-busy="true" />}>
        <LinesEditor deal={deal} onClose={() => setEditing(false)} />
      </Suspense>
    );
  }
  const empty = deal.lines.length === 0;
  return (
    <div className={s.box}>
      {empty ? <p className={s.nothing}>{t('lines.empty')}</p> : <Shown lines={deal.lines} deal={deal} />}
      <ShownTerms deal={deal} />
      {deal.agreement_override && (
        <p className={s.override}>
          {t('lines.overridden', {
            user: deal.agreement_override.user_display_name,
            comment: deal.agreement_override.comment,
          })}
        </p>
      )}
      {writes && (
        <Button
          variant="default"
          leftSection={empty ? <IconPlus size={15} /> : <IconPencil size={15} />}
          onClick={() => setEditing(true)}
        >
          {t(empty ? 'lines.add' : 'lines.edit')}
        </Button>
      )}
    </div>
  );
}

function Shown({ lines, deal }: { lines: DealLine[]; deal: Deal }) {
  const { t } = useTranslation();
  return (
    <div className={s.scroll}>
      <table className={s.table} aria-label={t('lines.title')}>
        <thead>
          <tr>
            <th>{t('lines.what')}</th>
            <th className={s.number}>{t('lines.quantity')}</th>
            <th className={s.number}>{t('lines.price')}</th>
            <th className={s.number}>{t('lines.discount')}</th>
            <th className={s.number}>{t('lines.vat')}</th>
            <th className={s.number}>{t('lines.sum')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={at}>
              <td>{line.display_name}</td>
              <td className={s.number}>{line.quantity}</td>
              <td className={s.number}>{line.applied_price && money(line.applied_price)}</td>
              <td className={s.number}>{discountText(line, t)}</td>
              <td className={s.number}>{line.vat_amount && money(line.vat_amount)}</td>
              <td className={s.number}>{line.gross && money(line.gross)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={4}>{t('lines.total')}</td>
            <td className={s.number}>{deal.vat_total && money(deal.vat_total)}</td>
            <td className={s.number}>{deal.gross_total && money(deal.gross_total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function discountText(line: DealLine, t: (key: string) => string): string {
  if (!line.applied_discount_percent || line.applied_discount_percent === '0') return '—';
  const source =
    line.discount_source && line.discount_source !== 'MANUAL'
      ? ` · ${t(`lines.source.${line.discount_source}`)}`
      : '';
  return `${line.applied_discount_percent} %${source}`;
}
