import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { dateTime } from '@/shared/lib/format';
import { useCan, useProfile } from '@/shared/session/session';
import { CopyText } from '@/shared/ui/CopyText';
import { toastDone } from '@/shared/ui/toast';
import s from './Accounting.module.css';
import { type AccountingSettings, type Seller, useSaveSettings } from './api';

const PATH = '/exchange/1c';

interface Props {
  settings: AccountingSettings;
  sellers: Seller[];
  writes: boolean;
}

/** For which firms 1C comes by itself, and what to enter there. */
export function FilesCard({ settings, sellers, writes }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { tenant } = useProfile();
  const address = `${window.location.origin}${PATH}`;
  const login = tenant.name.replace('tenants/', '');
  const came = settings.files_time ? dateTime(settings.files_time) : t('accounting.never');
  return (
    <section className={`card ${s.card}`} aria-labelledby="accounting-files">
      <div className={s.head}>
        <h2 className={s.title} id="accounting-files">
          {t('accounting.files.title')}
        </h2>
      </div>
      <p className={s.hint}>{t('accounting.files.about')}</p>
      <Firms key={settings.etag} settings={settings} sellers={sellers} writes={writes} />
      <dl className={`${s.facts} ${s.apart}`}>
        <div className={s.fact}>
          <dt>{t('accounting.files.address')}</dt>
          <dd>
            <CopyText value={address} label={t('accounting.files.address')} />
          </dd>
        </div>
        <div className={s.fact}>
          <dt>{t('accounting.files.login')}</dt>
          <dd>
            <CopyText value={login} label={t('accounting.files.login')} />
          </dd>
        </div>
        <div className={s.fact}>
          <dt>{t('accounting.files.password')}</dt>
          <dd>
            {t('accounting.files.key')}{' '}
            {can('api_keys.write') && (
              <Link className="link" to="/admin/api-keys">
                {t('accounting.files.makeKey')}
              </Link>
            )}
          </dd>
        </div>
        <div className={s.fact}>
          <dt>{t('accounting.files.came')}</dt>
          <dd>{came}</dd>
        </div>
      </dl>
    </section>
  );
}

function Firms({ settings, sellers, writes }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(settings.file_sellers);
  const save = useSaveSettings();
  const same = chosen.toSorted().join() === settings.file_sellers.toSorted().join();
  const refusal = save.error
    ? (Object.values(fieldErrors(save.error))[0] ?? errorText(save.error))
    : undefined;
  return (
    <form
      className={s.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { file_sellers: chosen, etag: settings.etag },
          { onSuccess: () => toastDone(t('accounting.saved')) },
        );
      }}
    >
      <Checkbox.Group label={t('accounting.files.firms')} value={chosen} error={refusal} onChange={setChosen}>
        <div className={s.choices}>
          {sellers.map(({ name, display_name }) => (
            <Checkbox key={name} value={name} label={display_name} disabled={!writes} />
          ))}
        </div>
      </Checkbox.Group>
      {sellers.length === 0 && <p className={s.under}>{t('accounting.noSellers')}</p>}
      {writes && (
        <div>
          <Button type="submit" variant="default" disabled={same} loading={save.isPending}>
            {t('accounting.files.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
