import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProductTitles } from '@/features/products';
import { idOf } from '@/shared/api/client';
import { date } from '@/shared/lib/format';
import { useSegments } from '@/shared/session/directory';
import { FilterChip } from '@/shared/ui/FilterChip';
import { funnelsQuery, lossReasonsQuery } from './api';
import type { DealSearch } from './search';

interface Props {
  search: DealSearch;
  onChange: (patch: Partial<DealSearch>) => void;
}

const STATES = ['OPEN', 'WON', 'LOST', 'DELETED'] as const;

/** What the table narrows beside: how deals stand, and whatever a number of a report stood for. */
export function DrillFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Place search={search} onChange={onChange} />
      <FilterChip
        single
        label={t('fields.deals.state')}
        options={STATES.map((value) => ({ value, label: t(`enums.Deal.State.${value}`) }))}
        value={search.state ? [search.state] : []}
        onChange={([state]) => onChange({ state })}
      />
      {(search.state === 'LOST' || search.loss_reason) && <Reason search={search} onChange={onChange} />}
      {search.product && <Product name={search.product} onClear={() => onChange({ product: undefined })} />}
      {search.segment && <Segment name={search.segment} onClear={() => onChange({ segment: undefined })} />}
      {(search.closed_from || search.closed_to) && (
        <Only
          label={t('fields.deals.close_time')}
          value={[search.closed_from, search.closed_to].map((day) => (day ? date(day) : '')).join(' – ')}
          onClear={() => onChange({ closed_from: undefined, closed_to: undefined })}
        />
      )}
    </>
  );
}

/** In which funnel and stage they are, or were when they ended. */
function Place({ search, onChange }: Props) {
  const { t } = useTranslation();
  const { data: funnels = [] } = useQuery(funnelsQuery);
  const chosen = funnels.filter(({ name }) => !search.funnel || idOf(name) === search.funnel);
  const stages = chosen.flatMap((funnel) =>
    funnel.stages.map(({ id, display_name }) => ({
      value: id,
      label: chosen.length > 1 ? `${display_name} · ${funnel.display_name}` : display_name,
    })),
  );
  return (
    <>
      {funnels.length > 1 && (
        <FilterChip
          single
          label={t('deals.funnel')}
          options={funnels.map(({ name, display_name }) => ({ value: idOf(name), label: display_name }))}
          value={search.funnel ? [search.funnel] : []}
          onChange={([funnel]) => onChange({ funnel, stage: undefined })}
        />
      )}
      <FilterChip
        single
        label={t('fields.deals.stage')}
        options={stages}
        value={search.stage ? [search.stage] : []}
        onChange={([stage]) => onChange({ stage })}
      />
    </>
  );
}

function Reason({ search, onChange }: Props) {
  const { t } = useTranslation();
  const { data: reasons = [] } = useQuery(lossReasonsQuery);
  return (
    <FilterChip
      single
      label={t('fields.deals.loss_reason')}
      options={reasons.map(({ name, display_name }) => ({ value: name, label: display_name }))}
      value={search.loss_reason ? [search.loss_reason] : []}
      onChange={([loss_reason]) => onChange({ loss_reason })}
    />
  );
}

interface Chosen {
  name: string;
  onClear: () => void;
}

function Product({ name, onClear }: Chosen) {
  const { t } = useTranslation();
  const title = useProductTitles([name]).get(name) ?? '…';
  return <Only label={t('deals.product')} value={title} onClear={onClear} />;
}

function Segment({ name, onClear }: Chosen) {
  const { t } = useTranslation();
  const title = useSegments().get(name)?.display_name ?? '…';
  return <Only label={t('deals.segment')} value={title} onClear={onClear} />;
}

/** One value that is only taken away: it is chosen in a report. */
const Only = ({ label, value, onClear }: { label: string; value: string; onClear: () => void }) => (
  <FilterChip single label={label} options={[{ value, label: value }]} value={[value]} onChange={onClear} />
);
