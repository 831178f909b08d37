import { useTranslation } from 'react-i18next';
import { phone } from '@/shared/lib/phone';
import { Tag } from '@/shared/ui/Tag';
import type { DuplicateReason } from './api';
import s from './Duplicates.module.css';

/** Why two clients may be one, the strongest first; what speaks against it last. */
export function Reasons(props: { reasons: readonly DuplicateReason[]; strong?: boolean }) {
  const { t } = useTranslation();
  return (
    <ul className={s.reasons} aria-label={t('duplicates.why')}>
      {props.strong && (
        <li>
          <Tag color="red" size="s" dot>
            {t('duplicates.strong')}
          </Tag>
        </li>
      )}
      {props.reasons.map((reason) => (
        <li key={reason.key}>
          <Tag color={colorOf(reason)} size="s" title={reason.value}>
            {labelOf(reason, t)}
          </Tag>
        </li>
      ))}
    </ul>
  );
}

const colorOf = ({ weight }: DuplicateReason) =>
  weight === 0 ? 'orange' : weight >= 90 ? 'red' : weight >= 45 ? 'violet' : 'gray';

const NAMES = new Set(['NAME', 'NAME_SIMILAR', 'NAME_PART', 'OTHER_REQUISITES']);

function labelOf(reason: DuplicateReason, t: (key: string, values?: Record<string, string>) => string) {
  const key = t(`enums.DuplicateReason.Key.${reason.key}`);
  const of = reason.contact ? ` (${t('duplicates.contact')})` : '';
  // The names themselves stand beside it.
  if (!reason.value || NAMES.has(reason.key)) return key + of;
  const value = reason.key.startsWith('PHONE') ? shownPhone(reason.value) : reason.value;
  return t('duplicates.value', { key: key + of, value });
}

const shownPhone = (value: string) => {
  const [number = '', extension] = value.split(' x');
  return phone(number) + (extension ? ` · ${extension}` : '');
};

/** A percentage with a bar: colour is never the only sign. */
export function Score({ score }: { score: number }) {
  const { t } = useTranslation();
  const level = score >= 90 ? 'high' : score >= 70 ? 'middle' : 'low';
  return (
    <span className={s.score} data-level={level} title={t('duplicates.score', { score })}>
      <span className={s.scoreBar} aria-hidden>
        <span style={{ width: `${score}%` }} />
      </span>
      <span aria-hidden>{score} %</span>
      <span className="visuallyHidden">{t('duplicates.score', { score })}</span>
    </span>
  );
}
