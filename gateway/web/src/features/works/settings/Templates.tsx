import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { templatesQuery } from '@/features/mass/api';
import { Entries } from './Entries';
import { type Template, useSaveTemplate } from './entries';
import s from './Settings.module.css';

const TemplateDrawer = lazy(() => import('./TemplateDrawer'));
const MARKS: Record<string, string> = { PLUS: ' +', MINUS: ' −' };

/** Which works follow which. */
export default function Templates({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      plain
      tabs={tabs}
      label={t('workSetup.campaigns')}
      above={t('workSetup.campaignsHint')}
      query={useQuery(templatesQuery)}
      turn={useSaveTemplate().mutate}
      more={[{ title: t('workSetup.steps'), cell: (template) => <Steps of={template} /> }]}
      drawer={(template, close) => <TemplateDrawer template={template} onClose={close} />}
    />
  );
}

function Steps({ of }: { of: Template }) {
  const { t } = useTranslation();
  return (
    <ol className={s.ladder}>
      {of.steps.map((step) => {
        const after = of.steps.find(({ id }) => id === step.after_step);
        return (
          <li key={step.id}>
            <b>{step.display_name}</b>
            {after && (
              <span className={s.about}>
                {t('workSetup.after', { step: after.display_name + (MARKS[step.after_sign] ?? '') })}
                {step.manual && ` · ${t('workSetup.byDecision')}`}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
