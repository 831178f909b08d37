import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ACCESSES, type Access, accessOf, type FieldRight, fieldsOf, withAccess } from '../matrix';
import s from './Matrix.module.css';

const MARKETS = ['POTENTIAL', 'EXISTING'] as const;

interface Props {
  rights: FieldRight[];
  before: FieldRight[];
  locked: boolean;
  onChange: (rights: FieldRight[]) => void;
}

/** What of a counterparty the holder sees and edits, by where the client stands on the market. */
export function FieldMatrix({ rights, before, locked, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const name = (field: string) => {
    const key = `adminUi.roles.fieldNames.${field}`;
    return i18n.exists(key) ? t(key) : field;
  };
  return (
    <div className={s.block}>
      <h3 className={s.title}>{t('adminUi.roles.fields')}</h3>
      <p className={s.hint}>{t('adminUi.roles.fieldsHint')}</p>
      <table className={s.matrix} data-fields>
        <thead>
          <tr>
            <th>{t('adminUi.roles.field')}</th>
            {MARKETS.map((market) => (
              <th key={market}>{t(`adminUi.roles.market.${market}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fieldsOf(rights).map((field) => (
            <tr key={field} className={s.line}>
              <th scope="row" className={s.what}>
                {name(field)}
              </th>
              {MARKETS.map((market) => {
                const access = accessOf(rights, field, market);
                return (
                  <td
                    key={market}
                    className={s.access}
                    data-access={access}
                    data-changed={access !== accessOf(before, field, market) || undefined}
                  >
                    <NativeSelect
                      size="xs"
                      aria-label={t('adminUi.roles.fieldCell', {
                        field: name(field),
                        market: t(`adminUi.roles.market.${market}`),
                      })}
                      disabled={locked}
                      value={access}
                      data={ACCESSES.map((value) => ({ value, label: t(`adminUi.roles.access.${value}`) }))}
                      onChange={(event) =>
                        onChange(withAccess(rights, field, market, event.currentTarget.value as Access))
                      }
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
