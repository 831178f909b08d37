import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { Reasons } from './Reasons';
import { Rules } from './Rules';
import { Statuses } from './Statuses';

const PARTS = { statuses: Statuses, reasons: Reasons, rules: Rules };
type Part = keyof typeof PARTS;

/** Statuses, reasons of loss and rules of assignment: three short tables under one head. */
export function LeadSettingsPage() {
  const { t } = useTranslation();
  useTitle(t('leads.setup.title'));
  const can = useCan();
  const { part: asked } = useSearch({ from: '/admin/lead-settings' });
  const navigate = useNavigate();
  if (!can('lead_settings.write')) return <NoRight permission="lead_settings.write" />;
  const part = (Object.keys(PARTS) as Part[]).find((one) => one === asked) ?? 'statuses';
  const Table = PARTS[part];
  return (
    <Table
      key={part}
      tabs={
        <SegmentedControl
          aria-label={t('leads.setup.tabs')}
          value={part}
          onChange={(next) =>
            void navigate({ to: '/admin/lead-settings', search: { part: next }, replace: true })
          }
          data={(Object.keys(PARTS) as Part[]).map((value) => ({
            value,
            label: t(`leads.setup.${value}`),
          }))}
        />
      }
    />
  );
}
