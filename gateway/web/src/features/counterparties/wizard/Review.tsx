import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomField, customText, isBlank } from '@/features/customFields';
import { useNames } from '../card/useNames';
import { isEmpty } from '../fields/editing';
import { type FieldId, labelKey } from '../fields/fields';
import { valueText } from '../fields/valueText';
import { fieldsOf, nameOf, type Registration, type Sent, type Step } from './model';
import s from './Wizard.module.css';

interface Props {
  registration: Registration;
  sent: Sent;
  steps: readonly Step[];
  hidden: (field: FieldId) => boolean;
  custom: readonly CustomField[];
  errors: Record<string, string>;
  onStep: (step: Step) => void;
}

/** All that will be created, by the steps where it was typed. */
export function Review({ registration, sent, steps, hidden, custom, errors, onStep }: Props) {
  const { t } = useTranslation();
  const { client, people } = registration;
  const { kind } = client;
  const values = useMemo(
    () => Object.entries(sent.counterparty).map(([field, value]) => ({ field, value })),
    [sent],
  );
  const names = useNames(values);
  const typed = sent.counterparty as Record<string, unknown>;
  const rows = (step: Step) => {
    const first = step === 'who' ? [[t('cp.kind'), t(`cp.kinds.${kind}`)] as const] : [];
    const own = fieldsOf(step, kind, hidden)
      .filter((field) => !isEmpty(typed[field]))
      .map((field) => [t(labelKey(field, kind)), valueText(field, typed[field], names)] as const);
    return [
      ...first,
      ...own,
      ...(step === 'contacts' ? persons() : []),
      ...(step === 'about' ? others() : []),
    ];
  };
  const persons = () =>
    sent.people.map((at) => {
      const person = people[at]!;
      const reach = [valueText('phones', person.phones), valueText('emails', person.emails)];
      const about = [person.job_title, person.decision_maker && t('contacts.decisionMaker'), ...reach];
      return [nameOf(person) || '—', about.filter(Boolean).join(' · ')] as const;
    });
  const others = () =>
    custom
      .filter((field) => !isBlank(client.custom_fields?.[field.key]))
      .map((field) => [field.display_name, customText(field, client.custom_fields?.[field.key])] as const);
  return (
    <div className={s.review}>
      {steps
        .filter((step) => step !== 'review')
        .map((step) => {
          const found = rows(step);
          return (
            <section key={step} className={s.part} aria-label={t(`wizard.step.${step}`)}>
              <div className={s.partHead}>
                <h3 className={s.subtitle}>{t(`wizard.step.${step}`)}</h3>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<IconPencil size={14} />}
                  aria-label={`${t('wizard.change')}: ${t(`wizard.step.${step}`)}`}
                  onClick={() => onStep(step)}
                >
                  {t('wizard.change')}
                </Button>
              </div>
              {found.length === 0 ? (
                <p className={s.hint}>{t('wizard.nothing')}</p>
              ) : (
                <dl className={s.rows}>
                  {found.map(([label, value], at) => (
                    <div key={at} className={s.row}>
                      <dt className={s.rowLabel}>{label}</dt>
                      <dd className={s.rowValue}>{value}</dd>
                    </div>
                  ))}
                </dl>
              )}
            </section>
          );
        })}
      {Object.entries(errors).map(([path, message]) => (
        <p key={path} className={s.wrong}>
          {message}
        </p>
      ))}
    </div>
  );
}
