import { useTranslation } from 'react-i18next';
import type { Phone } from '../api/types';
import { phone, telHref } from '../lib/phone';
import s from './PhoneLink.module.css';

/** +7 (843) 123-45-67 ext. 12, dialled by a click; masked numbers are plain text. */
export function PhoneLink({ value }: { value: Pick<Phone, 'number' | 'extension'> }) {
  const { t } = useTranslation();
  const href = telHref(value.number, value.extension);
  const text = (
    <>
      {phone(value.number)}
      {value.extension && ` ${t('ui.extension', { number: value.extension })}`}
    </>
  );
  if (!href) return <span className={s.text}>{text}</span>;
  return (
    <a className={s.link} href={href} onClick={(event) => event.stopPropagation()}>
      {text}
    </a>
  );
}
